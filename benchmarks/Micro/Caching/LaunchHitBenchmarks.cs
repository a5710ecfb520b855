using BenchmarkDotNet.Attributes;

namespace Lti.Storage.Benchmarks;

/// <summary>A cached launch configuration, or that there is none, found by the three strings of a launch: see <see cref="IHits"/>.</summary>
[MemoryDiagnoser, MinColumn]
public class LaunchHitBenchmarks
{
    private LaunchHits _hits;

    [Params(LaunchHit.Exact, LaunchHit.Default, LaunchHit.Unknown)]
    public LaunchHit Hit { get; set; }

    [GlobalSetup]
    public async Task SetupAsync() => _hits = await LaunchHits.CreateAsync(Hit);

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
