using BenchmarkDotNet.Attributes;
using BitFaster.Caching.Lru;
using Lti.Storage.Caching;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>A cached session, found by its id, against the LRU's own look-up and the provider in memory.</summary>
[MemoryDiagnoser, MinColumn]
public class CachedSessionBenchmarks
{
    private readonly InMemoryLtiStorage _memory = new();
    private readonly ConcurrentLru<Guid, LtiSession> _lru = new(1000);
    private ILtiStorage _cached = new InMemoryLtiStorage();
    private Guid _id;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _cached = _memory.WithCaching(new CachingOptions { SessionLifetime = TimeSpan.FromHours(24) });
        for (var i = 0; i < 500; i++)
        {
            var session = Payload.Session();
            await _cached.AddSessionAsync(session);
            await _cached.FindSessionAsync(session.Id);
            _lru.AddOrUpdate(session.Id, session);
            _id = session.Id;
        }
    }

    [Benchmark(Baseline = true)]
    public LtiSession? LruTryGet() => _lru.TryGet(_id, out var session) ? session : null;

    [Benchmark]
    public LtiSession? Cached() => _cached.FindSessionAsync(_id).Result;

    [Benchmark]
    public DateTimeOffset Clock() => TimeProvider.System.GetUtcNow();

    [Benchmark]
    public LtiSession? InMemory() => _memory.FindSessionAsync(_id).Result;
}
