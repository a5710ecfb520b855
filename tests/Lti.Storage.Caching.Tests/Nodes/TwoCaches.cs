using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Caching.Tests.Nodes;

/// <summary>Runs what depends on the order of changes and expiries on two nodes with a cache each.</summary>
public static class TwoCaches
{
    public sealed class ModelTests(TwoCachesFixture fixture) : ModelConformance(fixture);

    public sealed class SessionTests(TwoCachesFixture fixture) : SessionConformance(fixture);

    public sealed class SessionFilterTests(TwoCachesFixture fixture) : SessionFilterConformance(fixture);

    public sealed class LaunchConfigTests(TwoCachesFixture fixture) : LaunchConfigConformance(fixture);
}
