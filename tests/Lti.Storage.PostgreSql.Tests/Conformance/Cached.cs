using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>The whole suite on the provider with a cache around it.</summary>
public static class Cached
{
    public sealed class CancellationTests(CachedFixture fixture) : CancellationConformance(fixture);

    public sealed class CleanupTests(CachedFixture fixture) : CleanupConformance(fixture);

    public sealed class ClientTests(CachedFixture fixture) : ClientConformance(fixture);

    public sealed class DeploymentTests(CachedFixture fixture) : DeploymentConformance(fixture);

    public sealed class InputTests(CachedFixture fixture) : InputConformance(fixture);

    public sealed class IsolationTests(CachedFixture fixture) : IsolationConformance(fixture);

    public sealed class LaunchCompletionTests(CachedFixture fixture) : LaunchCompletionConformance(fixture);

    public sealed class LaunchConfigTests(CachedFixture fixture) : LaunchConfigConformance(fixture);

    public sealed class LinearizabilityTests(CachedFixture fixture) : LinearizabilityConformance(fixture);

    public sealed class ModelTests(CachedFixture fixture) : ModelConformance(fixture);

    public sealed class NonceClaimTests(CachedFixture fixture) : NonceClaimConformance(fixture);

    public sealed class NonceTests(CachedFixture fixture) : NonceConformance(fixture);

    public sealed class RegistrationSessionTests(CachedFixture fixture) : RegistrationSessionConformance(fixture);

    public sealed class SecrecyTests(CachedFixture fixture) : SecrecyConformance(fixture);

    public sealed class SessionFilterTests(CachedFixture fixture) : SessionFilterConformance(fixture);

    public sealed class SessionTests(CachedFixture fixture) : SessionConformance(fixture);
}
