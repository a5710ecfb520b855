using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lti.Storage.Internal;

namespace Lti.Storage.Caching.Internal.Metrics;

/// <summary>Records the metrics of a cache (rule H7).</summary>
/// <remarks>
/// The meter is the container's, which its factory disposes, or else the cache's own. A listener that throws changes no outcome: its
/// exception goes to <see cref="ListenerGuard"/>.
/// </remarks>
internal sealed class CacheCounters : IDisposable
{
    private readonly string? _storageName;
    private readonly Meter? _ownMeter;
    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _loads;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _invalidations;
    private readonly UpDownCounter<long> _bytes;

    public CacheCounters(IMeterFactory? meters, string? storageName)
    {
        _storageName = storageName;
        _ownMeter = meters is null ? new Meter(CachingMetrics.MeterName) : null;
        Meter = _ownMeter ?? meters!.Create(CachingMetrics.MeterName);
        _hits = Meter.CreateCounter<long>(CachingMetrics.Hits, "{find}", "Finds answered from the cache.");
        _misses = Meter.CreateCounter<long>(CachingMetrics.Misses, "{find}", "Finds not answered from the cache.");
        _loads = Meter.CreateCounter<long>(CachingMetrics.Loads, "{read}", "Reads of the inner storage.");
        _evictions = Meter.CreateCounter<long>(CachingMetrics.Evictions, "{entry}", "Entries removed to make room.");
        _invalidations = Meter.CreateCounter<long>(CachingMetrics.Invalidations, "{invalidation}", "Invalidations of entries.");
        _bytes = Meter.CreateUpDownCounter<long>(CachingMetrics.Bytes, "By", "Estimated size of the cached sessions.");
    }

    public Meter Meter { get; }

    public void Hit(string cache)
    {
        // A hit pays for one look at a flag where nothing listens.
        if (_hits.Enabled)
        {
            Add(_hits, cache);
        }
    }

    public void Miss(string cache) => Add(_misses, cache);

    public void Load(string cache) => Add(_loads, cache);

    public void Evicted(string cache, int count)
    {
        if (count > 0)
        {
            Add(_evictions, cache, count);
        }
    }

    public void BytesChanged(string cache, long change)
    {
        if (change != 0)
        {
            try
            {
                _bytes.Add(change, Tags(cache));
            }
            catch (Exception e) when (ListenerGuard.Report(e))
            {
            }
        }
    }

    public void Invalidated(string cache, string source)
    {
        try
        {
            var tags = Tags(cache);
            tags.Add(CachingMetrics.SourceTag, source);
            _invalidations.Add(1, tags);
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
        }
    }

    public void Dispose()
    {
        try
        {
            _ownMeter?.Dispose();
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
        }
    }

    private void Add(Counter<long> counter, string cache, long count = 1)
    {
        try
        {
            counter.Add(count, Tags(cache));
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
        }
    }

    private TagList Tags(string cache)
    {
        var tags = default(TagList);
        tags.Add(CachingMetrics.CacheTag, cache);
        if (_storageName is not null)
        {
            tags.Add(CachingMetrics.StorageNameTag, _storageName);
        }

        return tags;
    }
}
