using Lti.Storage.Conformance;

namespace Lti.Storage.Caching.Tests;

/// <summary>A cache of about three entries with random lifetimes. It evicts and loads all the time.</summary>
public sealed class TinyCachingFixture : ConformanceFixture
{
    private static readonly CachingOptions _caching = new()
    {
        LaunchConfigCapacity = 3,
        UnknownLaunchCapacity = 3,
        SessionCacheBytes = 4096,
        Jitter = 0.5,
    };

    public override IReadOnlyDictionary<string, string> NotApplicableRules => Inapplicable.Rules;

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
        => new(new CachingEnvironment(options, _caching));
}
