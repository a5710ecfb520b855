using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite through PgBouncer in transaction mode.</summary>
public static class PgBouncer
{
    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CancellationTests(PgBouncerFixture fixture) : CancellationConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CleanupTests(PgBouncerFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(PgBouncerFixture fixture) : ClientConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class DeploymentTests(PgBouncerFixture fixture) : DeploymentConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class InputTests(PgBouncerFixture fixture) : InputConformance(fixture);

    public sealed class IsolationTests(PgBouncerFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(PgBouncerFixture fixture) : LaunchCompletionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchConfigTests(PgBouncerFixture fixture) : LaunchConfigConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchOutcomeTests(PgBouncerFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(PgBouncerFixture fixture) : LinearizabilityConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginResolutionTests(PgBouncerFixture fixture) : LoginResolutionConformance(fixture);

    public sealed class LoginTests(PgBouncerFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(PgBouncerFixture fixture) : ModelConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceClaimTests(PgBouncerFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(PgBouncerFixture fixture) : NonceConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class RegistrationSessionTests(PgBouncerFixture fixture) : RegistrationSessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SecrecyTests(PgBouncerFixture fixture) : SecrecyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionFilterTests(PgBouncerFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(PgBouncerFixture fixture) : SessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LifetimeTests(PgBouncerFixture fixture) : LifetimeConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ListingTests(PgBouncerFixture fixture) : ListingConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class TextTests(PgBouncerFixture fixture) : TextConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ToolKeyTests(PgBouncerFixture fixture) : ToolKeyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class AccessTokenTests(PgBouncerFixture fixture) : AccessTokenConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class PlatformKeySetTests(PgBouncerFixture fixture) : PlatformKeySetConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class HeldWriteTests(PgBouncerFixture fixture) : HeldWriteConformance(fixture);
}
