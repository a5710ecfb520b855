using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

/// <summary>Runs the whole suite on nodes that read with one connection each.</summary>
[FullRun("tests of the suite with one reader")]
public static class OneReader
{
    public sealed class CancellationTests(OneReaderFixture fixture) : CancellationConformance(fixture);

    public sealed class CleanupTests(OneReaderFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(OneReaderFixture fixture) : ClientConformance(fixture);

    public sealed class DeploymentTests(OneReaderFixture fixture) : DeploymentConformance(fixture);

    public sealed class InputTests(OneReaderFixture fixture) : InputConformance(fixture);

    public sealed class IsolationTests(OneReaderFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(OneReaderFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(OneReaderFixture fixture) : LaunchConfigConformance(fixture);

    public sealed class LaunchOutcomeTests(OneReaderFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(OneReaderFixture fixture) : LinearizabilityConformance(fixture);

    public sealed class LoginResolutionTests(OneReaderFixture fixture) : LoginResolutionConformance(fixture);

    public sealed class LoginTests(OneReaderFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(OneReaderFixture fixture) : ModelConformance(fixture);

    public sealed class NonceClaimTests(OneReaderFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(OneReaderFixture fixture) : NonceConformance(fixture);

    public sealed class RegistrationSessionTests(OneReaderFixture fixture) : RegistrationSessionConformance(fixture);

    public sealed class SecrecyTests(OneReaderFixture fixture) : SecrecyConformance(fixture);

    public sealed class SessionFilterTests(OneReaderFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(OneReaderFixture fixture) : SessionConformance(fixture);

    public sealed class LifetimeTests(OneReaderFixture fixture) : LifetimeConformance(fixture);

    public sealed class ListingTests(OneReaderFixture fixture) : ListingConformance(fixture);

    public sealed class TextTests(OneReaderFixture fixture) : TextConformance(fixture);

    public sealed class ToolKeyTests(OneReaderFixture fixture) : ToolKeyConformance(fixture);

    public sealed class AccessTokenTests(OneReaderFixture fixture) : AccessTokenConformance(fixture);

    public sealed class PlatformKeySetTests(OneReaderFixture fixture) : PlatformKeySetConformance(fixture);

    public sealed class HeldWriteTests(OneReaderFixture fixture) : HeldWriteConformance(fixture);
}
