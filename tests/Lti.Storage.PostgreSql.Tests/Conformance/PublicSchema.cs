using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite on tables in the schema public.</summary>
public static class PublicSchema
{
    public sealed class CancellationTests(PublicSchemaFixture fixture) : CancellationConformance(fixture);

    public sealed class CleanupTests(PublicSchemaFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(PublicSchemaFixture fixture) : ClientConformance(fixture);

    public sealed class DeploymentTests(PublicSchemaFixture fixture) : DeploymentConformance(fixture);

    public sealed class InputTests(PublicSchemaFixture fixture) : InputConformance(fixture);

    public sealed class IsolationTests(PublicSchemaFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(PublicSchemaFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(PublicSchemaFixture fixture) : LaunchConfigConformance(fixture);

    public sealed class LaunchOutcomeTests(PublicSchemaFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(PublicSchemaFixture fixture) : LinearizabilityConformance(fixture);

    public sealed class LoginResolutionTests(PublicSchemaFixture fixture) : LoginResolutionConformance(fixture);

    public sealed class LoginTests(PublicSchemaFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(PublicSchemaFixture fixture) : ModelConformance(fixture);

    public sealed class NonceClaimTests(PublicSchemaFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(PublicSchemaFixture fixture) : NonceConformance(fixture);

    public sealed class RegistrationSessionTests(PublicSchemaFixture fixture) : RegistrationSessionConformance(fixture);

    public sealed class SecrecyTests(PublicSchemaFixture fixture) : SecrecyConformance(fixture);

    public sealed class SessionFilterTests(PublicSchemaFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(PublicSchemaFixture fixture) : SessionConformance(fixture);
}
