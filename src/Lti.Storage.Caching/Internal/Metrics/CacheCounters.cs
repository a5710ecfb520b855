using System.Diagnostics.Metrics;

namespace Lti.Storage.Caching.Internal.Metrics;

/// <summary>
/// What a cache counts (rule H7). Nothing is added up here: whoever listens does that, and without a listener a count is a look at a flag. The meter is
/// the container's where there is one, which then belongs to its factory, and the cache's own otherwise.
/// </summary>
internal sealed class CacheCounters : IDisposable
{
    private readonly Meter? _ownMeter;
    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _loads;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _invalidations;

    public CacheCounters(IMeterFactory? meters)
    {
        _ownMeter = meters is null ? new Meter(CachingMetrics.MeterName) : null;
        Meter = _ownMeter ?? meters!.Create(CachingMetrics.MeterName);
        _hits = Meter.CreateCounter<long>(CachingMetrics.Hits, "{find}", "Finds that were answered from the cache.");
        _misses = Meter.CreateCounter<long>(CachingMetrics.Misses, "{find}", "Finds that were not answered from the cache.");
        _loads = Meter.CreateCounter<long>(CachingMetrics.Loads, "{read}", "Reads of the inner storage.");
        _evictions = Meter.CreateCounter<long>(CachingMetrics.Evictions, "{entry}", "Entries that made room for others.");
        _invalidations = Meter.CreateCounter<long>(CachingMetrics.Invalidations, "{invalidation}", "Times that entries were made invalid.");
    }

    public Meter Meter { get; }

    public void Hit(string cache)
    {
        if (_hits.Enabled)
        {
            _hits.Add(1, Tag(cache));
        }
    }

    public void Miss(string cache) => _misses.Add(1, Tag(cache));

    public void Load(string cache) => _loads.Add(1, Tag(cache));

    public void Invalidated(string cache, string source) => _invalidations.Add(1, Tag(cache), new(CachingMetrics.SourceTag, source));

    /// <summary>Counts one eviction each time it is called.</summary>
    public Action EvictionsOf(string cache) => () => _evictions.Add(1, Tag(cache));

    public void Dispose() => _ownMeter?.Dispose();

    private static KeyValuePair<string, object?> Tag(string cache) => new(CachingMetrics.CacheTag, cache);
}
