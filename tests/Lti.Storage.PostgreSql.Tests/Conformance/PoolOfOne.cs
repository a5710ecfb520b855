using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite on nodes with one connection each.</summary>
public static class PoolOfOne
{
    public sealed class CancellationTests(PoolOfOneFixture fixture) : CancellationConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CleanupTests(PoolOfOneFixture fixture) : CleanupConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ClientTests(PoolOfOneFixture fixture) : ClientConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class DeploymentTests(PoolOfOneFixture fixture) : DeploymentConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class InputTests(PoolOfOneFixture fixture) : InputConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class IsolationTests(PoolOfOneFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(PoolOfOneFixture fixture) : LaunchCompletionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchConfigTests(PoolOfOneFixture fixture) : LaunchConfigConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchOutcomeTests(PoolOfOneFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(PoolOfOneFixture fixture) : LinearizabilityConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginResolutionTests(PoolOfOneFixture fixture) : LoginResolutionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginTests(PoolOfOneFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(PoolOfOneFixture fixture) : ModelConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceClaimTests(PoolOfOneFixture fixture) : NonceClaimConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceTests(PoolOfOneFixture fixture) : NonceConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class RegistrationSessionTests(PoolOfOneFixture fixture) : RegistrationSessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SecrecyTests(PoolOfOneFixture fixture) : SecrecyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionFilterTests(PoolOfOneFixture fixture) : SessionFilterConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionTests(PoolOfOneFixture fixture) : SessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LifetimeTests(PoolOfOneFixture fixture) : LifetimeConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ListingTests(PoolOfOneFixture fixture) : ListingConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class TextTests(PoolOfOneFixture fixture) : TextConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ToolKeyTests(PoolOfOneFixture fixture) : ToolKeyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class AccessTokenTests(PoolOfOneFixture fixture) : AccessTokenConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class PlatformKeySetTests(PoolOfOneFixture fixture) : PlatformKeySetConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class HeldWriteTests(PoolOfOneFixture fixture) : HeldWriteConformance(fixture);
}
