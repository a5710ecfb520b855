using System.Diagnostics.Metrics;

namespace Lti.Storage.Caching.Internal.Metrics;

/// <summary>What a cache counts (rule H7). Nothing is added up here: whoever listens does that, and without a listener a count is a look at a flag.</summary>
internal sealed class CacheCounters : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _loads;
    private readonly Counter<long> _invalidations;
    private readonly List<(string Cache, Func<long> Evicted)> _evictions = [];

    public CacheCounters(Meter meter)
    {
        _meter = meter;
        _hits = meter.CreateCounter<long>(CachingMetrics.Hits, "{find}", "Finds that were answered from the cache.");
        _misses = meter.CreateCounter<long>(CachingMetrics.Misses, "{find}", "Finds that were not answered from the cache.");
        _loads = meter.CreateCounter<long>(CachingMetrics.Loads, "{read}", "Reads of the inner storage.");
        _invalidations = meter.CreateCounter<long>(CachingMetrics.Invalidations, "{invalidation}", "Times that entries were made invalid.");
        meter.CreateObservableCounter(
            CachingMetrics.Evictions,
            () => _evictions.Select(of => new Measurement<long>(of.Evicted(), Tag(of.Cache))),
            "{entry}",
            "Entries that made room for others.");
    }

    public Meter Meter => _meter;

    public void Hit(string cache)
    {
        if (_hits.Enabled)
        {
            _hits.Add(1, Tag(cache));
        }
    }

    public void Miss(string cache) => _misses.Add(1, Tag(cache));

    public void Load(string cache) => _loads.Add(1, Tag(cache));

    public void Invalidated(string cache) => _invalidations.Add(1, Tag(cache));

    /// <summary>Called while the cache is made, before anything can be evicted.</summary>
    public void CountEvictions(string cache, Func<long> evicted)
    {
        lock (_evictions)
        {
            _evictions.Add((cache, evicted));
        }
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string cache) => new(CachingMetrics.CacheTag, cache);
}
