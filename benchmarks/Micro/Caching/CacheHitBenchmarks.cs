using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using BitFaster.Caching.Lru;
using Lti.Storage.Caching;
using Lti.Storage.InMemory;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using ZiggyCreatures.Caching.Fusion;

namespace Lti.Storage.Benchmarks;

/// <summary>
/// A cached launch configuration, found by the three strings of a launch. Against the LRU's own look-up, which knows no lifetime and no change, and
/// against other caches doing the same job, with their own keys: an object, or one string made of the three.
/// </summary>
[MemoryDiagnoser, MinColumn]
public class CacheHitBenchmarks
{
    private const int Capacity = 1000;
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(15);
    private static readonly HybridCacheEntryOptions _hybridOptions = new() { Expiration = _lifetime };

    private readonly ILtiStorage _cached = new InMemoryLtiStorage().WithCaching();
    private readonly ConcurrentLru<LaunchKey, LtiLaunchConfig> _lru = new(Capacity);
    private readonly MemoryCache _memory = new(new MemoryCacheOptions());
    private readonly FusionCache _fusion = new(new FusionCacheOptions());
    private readonly HybridCache _hybrid;
    private LaunchKey _asked;
    private LaunchKey _askedByDefault;

    public CacheHitBenchmarks()
    {
        var services = new ServiceCollection();
        services.AddHybridCache();
        _hybrid = services.BuildServiceProvider().GetRequiredService<HybridCache>();
    }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        for (var i = 0; i < Capacity / 2; i++)
        {
            var key = Keys.Launch(i);
            var config = await _cached.SaveLaunchConfigAsync(key, Keys.Endpoints);
            await _cached.FindLaunchConfigAsync(key);
            _lru.AddOrUpdate(key, config);
            _memory.Set(key, config, _lifetime);
            await _fusion.SetAsync(Text(key), config, _lifetime);
            await _hybrid.SetAsync(Text(key), new Immutable(config), _hybridOptions);
        }

        await _cached.EnsureDeploymentAsync((await _cached.FindLaunchConfigAsync(Keys.Launch(1)))!.LtiClientId, LtiDeployment.DefaultDeploymentId);
        await _cached.FindLaunchConfigAsync(Keys.Launch(1) with { DeploymentId = "not stored" });

        // Equal, but not the same strings: a request brings its own.
        _asked = Keys.Launch(0);
        _askedByDefault = Keys.Launch(1) with { DeploymentId = new string("not stored".AsSpan()) };
        await _cached.FindLaunchConfigAsync(_asked);
        await _cached.FindLaunchConfigAsync(_askedByDefault);
        if (LruTryGet() is null || Cached() is null || CachedThroughDefault() is null || MemoryCache() is null || HybridCache() is null || FusionCache() is null)
        {
            throw new InvalidOperationException("A cache does not have what it was given, so its time would be that of a miss.");
        }
    }

    [Benchmark(Baseline = true)]
    public LtiLaunchConfig? LruTryGet() => _lru.TryGet(_asked, out var config) ? config : null;

    [Benchmark]
    public LtiLaunchConfig? Cached() => _cached.FindLaunchConfigAsync(_asked).Result;

    [Benchmark]
    public LtiLaunchConfig? CachedThroughDefault() => _cached.FindLaunchConfigAsync(_askedByDefault).Result;

    [Benchmark]
    public LtiLaunchConfig? MemoryCache() => _memory.TryGetValue(_asked, out LtiLaunchConfig? config) ? config : null;

    [Benchmark]
    public LtiLaunchConfig? HybridCache()
        => _hybrid.GetOrCreateAsync(Text(_asked), static _ => new ValueTask<Immutable>(new Immutable(null)), _hybridOptions).Result.Config;

    [Benchmark]
    public LtiLaunchConfig? FusionCache()
        => _fusion.GetOrSetAsync<LtiLaunchConfig?>(Text(_asked), static (_, _) => Task.FromResult<LtiLaunchConfig?>(null), _lifetime).Result;

    // HybridCache caches nothing under a key with a control character.
    private static string Text(LaunchKey key) => string.Concat(key.Issuer, "|", key.ClientId, "|" + key.DeploymentId);

    /// <summary>Spares HybridCache the copy that it makes of what it does not know to be immutable.</summary>
    [ImmutableObject(true)]
    private sealed record Immutable(LtiLaunchConfig? Config);
}
