using Lti.Storage.Caching;
using Lti.Storage.Caching.Internal.Launches;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>A launch configuration, or that there is none, found by the three strings of a launch, of which the caller has its own copies.</summary>
internal readonly struct LaunchHits : IHits
{
    private readonly ILtiStorage _cached;
    private readonly OtherCaches<LaunchCacheKey, LtiLaunchConfig> _others;
    private readonly LaunchKey _asked;
    private readonly bool _isKnown;

    private LaunchHits(ILtiStorage cached, OtherCaches<LaunchCacheKey, LtiLaunchConfig> others, LaunchKey asked, bool isKnown)
        => (_cached, _others, _asked, _isKnown) = (cached, others, asked, isKnown);

    public static async Task<LaunchHits> CreateAsync(LaunchHit hit)
    {
        // So that what is unknown stays so while it is measured.
        var cached = new InMemoryLtiStorage().WithCaching(new CachingOptions { UnknownLaunchLifetime = TimeSpan.FromMinutes(10) });
        var others = new OtherCaches<LaunchCacheKey, LtiLaunchConfig>();
        LtiLaunchConfig? config = null;
        for (var i = 0; i < OtherCaches<LaunchCacheKey, LtiLaunchConfig>.Capacity / 2; i++)
        {
            var key = Keys.Launch(i);
            config = await cached.SaveLaunchConfigAsync(key, Keys.Endpoints);
            await cached.FindLaunchConfigAsync(key);
            await others.AddAsync(new(key), key, Text(key), config);
        }

        var asked = Keys.Launch(0);
        if (hit != LaunchHit.Exact)
        {
            asked = asked with { DeploymentId = "not stored" };
        }

        if (hit == LaunchHit.Default)
        {
            await cached.EnsureDeploymentAsync((await cached.FindLaunchConfigAsync(Keys.Launch(0)))!.LtiClientId, LtiDeployment.DefaultDeploymentId);
        }

        config = await cached.FindLaunchConfigAsync(asked);
        await others.AddAsync(new(asked), asked, Text(asked), config);

        // Equal, but not the same strings: a request brings its own.
        return new(cached, others, new(new string(asked.Issuer), new string(asked.ClientId), new string(asked.DeploymentId)), config is not null);
    }

    public bool TryGet() => _others.TryGet(new(_asked), out var config) && IsRight(config);

    public bool TryGetExpiring() => _others.TryGetExpiring(new(_asked), out var config) && IsRight(config);

    public bool Cached() => IsRight(_cached.FindLaunchConfigAsync(_asked).Result);

    public bool MemoryCache() => _others.MemoryCache(_asked, out var config) && IsRight(config);

    public bool HybridCache() => IsRight(_others.HybridCache(Text(_asked)));

    public bool FusionCache() => IsRight(_others.FusionCache(Text(_asked)));

    private bool IsRight(LtiLaunchConfig? config) => config is null != _isKnown;

    // HybridCache caches nothing under a key with a control character.
    private static string Text(LaunchKey key) => string.Concat(key.Issuer, "|", key.ClientId, "|" + key.DeploymentId);
}
