using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite with REPEATABLE READ as the default isolation level.</summary>
public static class RepeatableRead
{
    public sealed class CancellationTests(RepeatableReadFixture fixture) : CancellationConformance(fixture);

    public sealed class CleanupTests(RepeatableReadFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(RepeatableReadFixture fixture) : ClientConformance(fixture);

    public sealed class DeploymentTests(RepeatableReadFixture fixture) : DeploymentConformance(fixture);

    public sealed class InputTests(RepeatableReadFixture fixture) : InputConformance(fixture);

    public sealed class IsolationTests(RepeatableReadFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(RepeatableReadFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(RepeatableReadFixture fixture) : LaunchConfigConformance(fixture);

    public sealed class LaunchOutcomeTests(RepeatableReadFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(RepeatableReadFixture fixture) : LinearizabilityConformance(fixture);

    public sealed class LoginResolutionTests(RepeatableReadFixture fixture) : LoginResolutionConformance(fixture);

    public sealed class LoginTests(RepeatableReadFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(RepeatableReadFixture fixture) : ModelConformance(fixture);

    public sealed class NonceClaimTests(RepeatableReadFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(RepeatableReadFixture fixture) : NonceConformance(fixture);

    public sealed class RegistrationSessionTests(RepeatableReadFixture fixture) : RegistrationSessionConformance(fixture);

    public sealed class SecrecyTests(RepeatableReadFixture fixture) : SecrecyConformance(fixture);

    public sealed class SessionFilterTests(RepeatableReadFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(RepeatableReadFixture fixture) : SessionConformance(fixture);
}
