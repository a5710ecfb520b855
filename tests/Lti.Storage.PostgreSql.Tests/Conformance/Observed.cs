using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the whole suite with a cache and telemetry and captures all their logs, traces and metrics.</summary>
public static class Observed
{
    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CancellationTests(ObservedFixture fixture) : CancellationConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class CleanupTests(ObservedFixture fixture) : CleanupConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ClientTests(ObservedFixture fixture) : ClientConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class DeploymentTests(ObservedFixture fixture) : DeploymentConformance(fixture);

    public sealed class InputTests(ObservedFixture fixture) : InputConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class IsolationTests(ObservedFixture fixture) : IsolationConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LaunchCompletionTests(ObservedFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(ObservedFixture fixture) : LaunchConfigConformance(fixture);

    public sealed class LaunchOutcomeTests(ObservedFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(ObservedFixture fixture) : LinearizabilityConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LoginResolutionTests(ObservedFixture fixture) : LoginResolutionConformance(fixture);

    public sealed class LoginTests(ObservedFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(ObservedFixture fixture) : ModelConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceClaimTests(ObservedFixture fixture) : NonceClaimConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class NonceTests(ObservedFixture fixture) : NonceConformance(fixture);

    public sealed class RegistrationSessionTests(ObservedFixture fixture) : RegistrationSessionConformance(fixture);

    public sealed class SecrecyTests(ObservedFixture fixture) : SecrecyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class SessionFilterTests(ObservedFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(ObservedFixture fixture) : SessionConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class LifetimeTests(ObservedFixture fixture) : LifetimeConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ListingTests(ObservedFixture fixture) : ListingConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class TextTests(ObservedFixture fixture) : TextConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class ToolKeyTests(ObservedFixture fixture) : ToolKeyConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class AccessTokenTests(ObservedFixture fixture) : AccessTokenConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class PlatformKeySetTests(ObservedFixture fixture) : PlatformKeySetConformance(fixture);

    [FullRun("tests of the suite on variants of the connection")]
    public sealed class HeldWriteTests(ObservedFixture fixture) : HeldWriteConformance(fixture);
}
