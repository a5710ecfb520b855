using BenchmarkDotNet.Attributes;
using Lti.Storage.Caching;
using Lti.Storage.Caching.Internal.Launches;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>Compares a cached launch configuration with the same configuration in other caches.</summary>
[MemoryDiagnoser, MinColumn]
public class LaunchHitBenchmarks
{
    // The entry of an unknown launch must outlive the measurement.
    private readonly ILtiStorage _cached =
        new InMemoryLtiStorage().WithCaching(new CachingOptions { UnknownLaunchLifetime = TimeSpan.FromMinutes(10) });

    private readonly OtherCaches<LaunchCacheKey, LtiLaunchConfig> _others = new();
    private LaunchKey _key;

    [Params(LaunchHit.Exact, LaunchHit.Default, LaunchHit.Unknown)]
    public LaunchHit Hit { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        for (var i = 0; i < OtherCaches<LaunchCacheKey, LtiLaunchConfig>.Capacity / 2; i++)
        {
            await _cached.SaveLaunchConfigAsync(Keys.Launch(i), Keys.Endpoints);
            await AddAsync(Keys.Launch(i));
        }

        var key = Keys.Launch(0);
        if (Hit == LaunchHit.Default)
        {
            await _cached.EnsureDeploymentAsync((await _cached.FindLaunchConfigAsync(key))!.ClientKey, LtiDeployment.DefaultDeploymentId);
        }

        if (Hit != LaunchHit.Exact)
        {
            key = key with { DeploymentId = "not stored" };
            await AddAsync(key);
        }

        // A request brings its own strings. They are equal to those of the entry but not the same objects.
        _key = new(new string(key.Issuer), new string(key.ClientId), new string(key.DeploymentId));
    }

    [Benchmark(Baseline = true)]
    public LtiLaunchConfig? Dictionary() => _others.Dictionary(new(_key));

    [Benchmark]
    public LtiLaunchConfig? Cached() => _cached.FindLaunchConfigAsync(_key).Result;

    [Benchmark]
    public LtiLaunchConfig? ConcurrentLru() => _others.ConcurrentLru(new(_key));

    [Benchmark]
    public LtiLaunchConfig? MemoryCache() => _others.MemoryCache(_key);

    [Benchmark]
    public LtiLaunchConfig? HybridCache() => _others.HybridCache(Text(_key));

    [Benchmark]
    public LtiLaunchConfig? FusionCache() => _others.FusionCache(Text(_key));

    private async Task AddAsync(LaunchKey key) => await _others.AddAsync(new(key), key, Text(key), await _cached.FindLaunchConfigAsync(key));

    // HybridCache rejects keys with control characters.
    private static string Text(LaunchKey key) => string.Concat(key.Issuer, "|", key.ClientId, "|" + key.DeploymentId);
}
