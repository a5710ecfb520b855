using Lti.Storage.Conformance;

namespace Lti.Storage.Caching.Tests;

/// <summary>A cache of three entries with lifetimes at random, so that everything is evicted and loaded again all the time.</summary>
public sealed class TinyCachingFixture : ConformanceFixture
{
    public override IReadOnlyDictionary<string, string> NotApplicableRules => Inapplicable.Rules;

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options) => new(new CachingEnvironment(options, new CachingOptions
    {
        LaunchConfigCapacity = 3,
        UnknownLaunchCapacity = 3,
        SessionCapacity = 3,
        Jitter = 0.5,
    }));
}
