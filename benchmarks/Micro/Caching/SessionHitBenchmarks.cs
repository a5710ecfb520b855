using BenchmarkDotNet.Attributes;
using Lti.Storage.Caching;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>Compares a cached session with the same session in other caches.</summary>
[MemoryDiagnoser, MinColumn]
public class SessionHitBenchmarks
{
    private readonly ILtiStorage _cached = new InMemoryLtiStorage().WithCaching(new CachingOptions { SessionLifetime = TimeSpan.FromHours(24) });
    private readonly OtherCaches<Guid, LtiSession> _others = new();
    private Guid _id;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        for (var i = 0; i < OtherCaches<Guid, LtiSession>.Capacity / 2; i++)
        {
            var session = Payload.Session();
            _id = session.Id;
            await _cached.AddSessionAsync(session);
            await _cached.FindSessionAsync(_id);
            await _others.AddAsync(_id, _id, _id.ToString(), session);
        }
    }

    [Benchmark(Baseline = true)]
    public LtiSession? Dictionary() => _others.Dictionary(_id);

    [Benchmark]
    public LtiSession? Cached() => _cached.FindSessionAsync(_id).Result;

    [Benchmark]
    public LtiSession? ConcurrentLru() => _others.ConcurrentLru(_id);

    [Benchmark]
    public LtiSession? MemoryCache() => _others.MemoryCache(_id);

    [Benchmark]
    public LtiSession? HybridCache() => _others.HybridCache(_id.ToString());

    [Benchmark]
    public LtiSession? FusionCache() => _others.FusionCache(_id.ToString());
}
