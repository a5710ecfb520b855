using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite with SERIALIZABLE as the default isolation level.</summary>
public static class Serializable
{
    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CancellationTests(SerializableFixture fixture) : CancellationConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CleanupTests(SerializableFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(SerializableFixture fixture) : ClientConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class DeploymentTests(SerializableFixture fixture) : DeploymentConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class InputTests(SerializableFixture fixture) : InputConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class IsolationTests(SerializableFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(SerializableFixture fixture) : LaunchCompletionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchConfigTests(SerializableFixture fixture) : LaunchConfigConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchOutcomeTests(SerializableFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(SerializableFixture fixture) : LinearizabilityConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginResolutionTests(SerializableFixture fixture) : LoginResolutionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginTests(SerializableFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(SerializableFixture fixture) : ModelConformance(fixture);

    public sealed class NonceClaimTests(SerializableFixture fixture) : NonceClaimConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceTests(SerializableFixture fixture) : NonceConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class RegistrationSessionTests(SerializableFixture fixture) : RegistrationSessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SecrecyTests(SerializableFixture fixture) : SecrecyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionFilterTests(SerializableFixture fixture) : SessionFilterConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionTests(SerializableFixture fixture) : SessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LifetimeTests(SerializableFixture fixture) : LifetimeConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ListingTests(SerializableFixture fixture) : ListingConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class TextTests(SerializableFixture fixture) : TextConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ToolKeyTests(SerializableFixture fixture) : ToolKeyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class AccessTokenTests(SerializableFixture fixture) : AccessTokenConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class PlatformKeySetTests(SerializableFixture fixture) : PlatformKeySetConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class HeldWriteTests(SerializableFixture fixture) : HeldWriteConformance(fixture);
}
