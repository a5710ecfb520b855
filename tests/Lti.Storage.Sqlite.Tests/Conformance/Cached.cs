using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

/// <summary>Runs the whole suite on nodes with caches.</summary>
public static class Cached
{
    public sealed class CancellationTests(CachedSqliteFixture fixture) : CancellationConformance(fixture);

    public sealed class CleanupTests(CachedSqliteFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(CachedSqliteFixture fixture) : ClientConformance(fixture);

    public sealed class DeploymentTests(CachedSqliteFixture fixture) : DeploymentConformance(fixture);

    public sealed class InputTests(CachedSqliteFixture fixture) : InputConformance(fixture);

    public sealed class IsolationTests(CachedSqliteFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(CachedSqliteFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(CachedSqliteFixture fixture) : LaunchConfigConformance(fixture);

    public sealed class LaunchOutcomeTests(CachedSqliteFixture fixture) : LaunchOutcomeConformance(fixture);

    public sealed class LinearizabilityTests(CachedSqliteFixture fixture) : LinearizabilityConformance(fixture);

    public sealed class LoginResolutionTests(CachedSqliteFixture fixture) : LoginResolutionConformance(fixture);

    public sealed class LoginTests(CachedSqliteFixture fixture) : LoginConformance(fixture);

    public sealed class ModelTests(CachedSqliteFixture fixture) : ModelConformance(fixture);

    public sealed class NonceClaimTests(CachedSqliteFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(CachedSqliteFixture fixture) : NonceConformance(fixture);

    public sealed class RegistrationSessionTests(CachedSqliteFixture fixture) : RegistrationSessionConformance(fixture);

    public sealed class SecrecyTests(CachedSqliteFixture fixture) : SecrecyConformance(fixture);

    public sealed class SessionFilterTests(CachedSqliteFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(CachedSqliteFixture fixture) : SessionConformance(fixture);

    public sealed class LifetimeTests(CachedSqliteFixture fixture) : LifetimeConformance(fixture);

    public sealed class ListingTests(CachedSqliteFixture fixture) : ListingConformance(fixture);

    public sealed class TextTests(CachedSqliteFixture fixture) : TextConformance(fixture);

    public sealed class ToolKeyTests(CachedSqliteFixture fixture) : ToolKeyConformance(fixture);

    public sealed class AccessTokenTests(CachedSqliteFixture fixture) : AccessTokenConformance(fixture);

    public sealed class PlatformKeySetTests(CachedSqliteFixture fixture) : PlatformKeySetConformance(fixture);

    public sealed class HeldWriteTests(CachedSqliteFixture fixture) : HeldWriteConformance(fixture);
}
