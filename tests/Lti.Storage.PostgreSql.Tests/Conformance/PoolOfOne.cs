using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite on nodes with one connection each.</summary>
public static class PoolOfOne
{
    public sealed class CancellationTests(PoolOfOneFixture fixture) : CancellationConformance(fixture);

    public sealed class CleanupTests(PoolOfOneFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(PoolOfOneFixture fixture) : ClientConformance(fixture);

    public sealed class DeploymentTests(PoolOfOneFixture fixture) : DeploymentConformance(fixture);

    public sealed class InputTests(PoolOfOneFixture fixture) : InputConformance(fixture);

    public sealed class IsolationTests(PoolOfOneFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(PoolOfOneFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(PoolOfOneFixture fixture) : LaunchConfigConformance(fixture);

    public sealed class LaunchOutcomeTests(PoolOfOneFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(PoolOfOneFixture fixture) : LinearizabilityConformance(fixture);

    public sealed class LoginResolutionTests(PoolOfOneFixture fixture) : LoginResolutionConformance(fixture);

    public sealed class LoginTests(PoolOfOneFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(PoolOfOneFixture fixture) : ModelConformance(fixture);

    public sealed class NonceClaimTests(PoolOfOneFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(PoolOfOneFixture fixture) : NonceConformance(fixture);

    public sealed class RegistrationSessionTests(PoolOfOneFixture fixture) : RegistrationSessionConformance(fixture);

    public sealed class SecrecyTests(PoolOfOneFixture fixture) : SecrecyConformance(fixture);

    public sealed class SessionFilterTests(PoolOfOneFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(PoolOfOneFixture fixture) : SessionConformance(fixture);
}
