using BenchmarkDotNet.Attributes;

namespace Lti.Storage.Benchmarks;

/// <summary>A cached session, found by its id: see <see cref="IHits"/>.</summary>
[MemoryDiagnoser, MinColumn]
public class SessionHitBenchmarks
{
    private SessionHits _hits;

    [GlobalSetup]
    public async Task SetupAsync() => _hits = await SessionHits.CreateAsync();

    [Benchmark(Baseline = true)]
    public bool TryGet() => _hits.TryGet();

    [Benchmark]
    public bool TryGetExpiring() => _hits.TryGetExpiring();

    [Benchmark]
    public bool Cached() => _hits.Cached();

    [Benchmark]
    public bool MemoryCache() => _hits.MemoryCache();

    [Benchmark]
    public bool HybridCache() => _hits.HybridCache();

    [Benchmark]
    public bool FusionCache() => _hits.FusionCache();
}
