using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite with REPEATABLE READ as the default isolation level.</summary>
public static class RepeatableRead
{
    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CancellationTests(RepeatableReadFixture fixture) : CancellationConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CleanupTests(RepeatableReadFixture fixture) : CleanupConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ClientTests(RepeatableReadFixture fixture) : ClientConformance(fixture);

    public sealed class DeploymentTests(RepeatableReadFixture fixture) : DeploymentConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class InputTests(RepeatableReadFixture fixture) : InputConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class IsolationTests(RepeatableReadFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(RepeatableReadFixture fixture) : LaunchCompletionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchConfigTests(RepeatableReadFixture fixture) : LaunchConfigConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchOutcomeTests(RepeatableReadFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(RepeatableReadFixture fixture) : LinearizabilityConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginResolutionTests(RepeatableReadFixture fixture) : LoginResolutionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginTests(RepeatableReadFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(RepeatableReadFixture fixture) : ModelConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceClaimTests(RepeatableReadFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(RepeatableReadFixture fixture) : NonceConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class RegistrationSessionTests(RepeatableReadFixture fixture) : RegistrationSessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SecrecyTests(RepeatableReadFixture fixture) : SecrecyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionFilterTests(RepeatableReadFixture fixture) : SessionFilterConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionTests(RepeatableReadFixture fixture) : SessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LifetimeTests(RepeatableReadFixture fixture) : LifetimeConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ListingTests(RepeatableReadFixture fixture) : ListingConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class TextTests(RepeatableReadFixture fixture) : TextConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ToolKeyTests(RepeatableReadFixture fixture) : ToolKeyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class AccessTokenTests(RepeatableReadFixture fixture) : AccessTokenConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class PlatformKeySetTests(RepeatableReadFixture fixture) : PlatformKeySetConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class HeldWriteTests(RepeatableReadFixture fixture) : HeldWriteConformance(fixture);
}
