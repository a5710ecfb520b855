using Lti.Storage.Conformance;

[assembly: AssemblyFixture(typeof(Lti.Storage.Caching.Tests.CachingFixture))]
[assembly: AssemblyFixture(typeof(Lti.Storage.Caching.Tests.TinyCachingFixture))]

namespace Lti.Storage.Caching.Tests;

/// <summary>A cache with the longest lifetimes so that every stale answer shows.</summary>
public sealed class CachingFixture : ConformanceFixture
{
    private static readonly CachingOptions _caching = new()
    {
        LaunchConfigLifetime = TimeSpan.FromHours(24),
        UnknownLaunchLifetime = TimeSpan.FromMinutes(10),
        SessionLifetime = TimeSpan.FromHours(24),
        Jitter = 0,
    };

    public override IReadOnlyDictionary<string, string> NotApplicableRules => Inapplicable.Rules;

    public override int ModelSequences => 1000;

    public override int ConcurrentHistories => 500;

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
        => new(new CachingEnvironment(options, _caching));
}
