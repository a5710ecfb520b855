using BenchmarkDotNet.Attributes;
using Lti.Storage.InMemory;
using Microsoft.Extensions.Caching.Memory;

namespace Lti.Storage.Benchmarks;

/// <summary>Compares the key ring in memory with the same key and key set in a memory cache.</summary>
[MemoryDiagnoser, MinColumn]
public class ToolKeyHitBenchmarks
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(24);

    private readonly ToolKeyRing _ring = ToolKeyRing.Create(
        new InMemoryLtiStorage(new LtiStorageOptions { AllowUnprotectedSecrets = true }), new ToolKeyOptions { RefreshEvery = TimeSpan.FromHours(1) });

    private readonly MemoryCache _cache = new(new MemoryCacheOptions());

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _cache.Set("key", await _ring.GetSigningKeyAsync(), _lifetime);
        _cache.Set("set", await _ring.GetJwksAsync(), _lifetime);
    }

    [Benchmark(Baseline = true)]
    public ToolSigningKey? MemoryCacheSigningKey() => _cache.Get<ToolSigningKey>("key");

    [Benchmark]
    public ToolSigningKey RingSigningKey() => _ring.GetSigningKeyAsync().Result;

    [Benchmark]
    public ToolKeySet? MemoryCacheKeySet() => _cache.Get<ToolKeySet>("set");

    [Benchmark]
    public ToolKeySet RingKeySet() => _ring.GetJwksAsync().Result;
}
