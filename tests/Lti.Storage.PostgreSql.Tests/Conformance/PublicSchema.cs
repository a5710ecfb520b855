using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite on tables in the schema public.</summary>
public static class PublicSchema
{
    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CancellationTests(PublicSchemaFixture fixture) : CancellationConformance(fixture);

    public sealed class CleanupTests(PublicSchemaFixture fixture) : CleanupConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ClientTests(PublicSchemaFixture fixture) : ClientConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class DeploymentTests(PublicSchemaFixture fixture) : DeploymentConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class InputTests(PublicSchemaFixture fixture) : InputConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class IsolationTests(PublicSchemaFixture fixture) : IsolationConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchCompletionTests(PublicSchemaFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(PublicSchemaFixture fixture) : LaunchConfigConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchOutcomeTests(PublicSchemaFixture fixture) : LaunchOutcomeConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LinearizabilityTests(PublicSchemaFixture fixture) : LinearizabilityConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginResolutionTests(PublicSchemaFixture fixture) : LoginResolutionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginTests(PublicSchemaFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(PublicSchemaFixture fixture) : ModelConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceClaimTests(PublicSchemaFixture fixture) : NonceClaimConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceTests(PublicSchemaFixture fixture) : NonceConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class RegistrationSessionTests(PublicSchemaFixture fixture) : RegistrationSessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SecrecyTests(PublicSchemaFixture fixture) : SecrecyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionFilterTests(PublicSchemaFixture fixture) : SessionFilterConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionTests(PublicSchemaFixture fixture) : SessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LifetimeTests(PublicSchemaFixture fixture) : LifetimeConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ListingTests(PublicSchemaFixture fixture) : ListingConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class TextTests(PublicSchemaFixture fixture) : TextConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ToolKeyTests(PublicSchemaFixture fixture) : ToolKeyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class AccessTokenTests(PublicSchemaFixture fixture) : AccessTokenConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class PlatformKeySetTests(PublicSchemaFixture fixture) : PlatformKeySetConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class HeldWriteTests(PublicSchemaFixture fixture) : HeldWriteConformance(fixture);
}
