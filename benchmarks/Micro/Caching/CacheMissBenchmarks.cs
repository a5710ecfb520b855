using BenchmarkDotNet.Attributes;
using Lti.Storage.Caching;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>What the cache adds to a find that it can't answer, over the provider in memory, which answers at once: a session that is not stored.</summary>
[MemoryDiagnoser, MinColumn]
public class CacheMissBenchmarks
{
    private static readonly Guid _unknown = Guid.NewGuid();

    private readonly InMemoryLtiStorage _memory = new();
    private readonly ILtiStorage _cached = new InMemoryLtiStorage().WithCaching();

    [Benchmark(Baseline = true)]
    public LtiSession? InMemory() => _memory.FindSessionAsync(_unknown).Result;

    [Benchmark]
    public LtiSession? Cached() => _cached.FindSessionAsync(_unknown).Result;
}
