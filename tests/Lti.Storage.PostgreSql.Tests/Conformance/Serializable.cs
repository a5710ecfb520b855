using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite with SERIALIZABLE as the default isolation level.</summary>
public static class Serializable
{
    public sealed class CancellationTests(SerializableFixture fixture) : CancellationConformance(fixture);

    public sealed class CleanupTests(SerializableFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(SerializableFixture fixture) : ClientConformance(fixture);

    public sealed class DeploymentTests(SerializableFixture fixture) : DeploymentConformance(fixture);

    public sealed class InputTests(SerializableFixture fixture) : InputConformance(fixture);

    public sealed class IsolationTests(SerializableFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(SerializableFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(SerializableFixture fixture) : LaunchConfigConformance(fixture);

    public sealed class LaunchOutcomeTests(SerializableFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(SerializableFixture fixture) : LinearizabilityConformance(fixture);

    public sealed class LoginResolutionTests(SerializableFixture fixture) : LoginResolutionConformance(fixture);

    public sealed class LoginTests(SerializableFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(SerializableFixture fixture) : ModelConformance(fixture);

    public sealed class NonceClaimTests(SerializableFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(SerializableFixture fixture) : NonceConformance(fixture);

    public sealed class RegistrationSessionTests(SerializableFixture fixture) : RegistrationSessionConformance(fixture);

    public sealed class SecrecyTests(SerializableFixture fixture) : SecrecyConformance(fixture);

    public sealed class SessionFilterTests(SerializableFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(SerializableFixture fixture) : SessionConformance(fixture);
}
