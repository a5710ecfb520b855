// For people who look. A real tool exports the metrics.
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Lti.Storage.Caching;

namespace QuickStart.Administration;

/// <summary>Sums the cache's metrics as an exporter would.</summary>
internal sealed class CacheCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Cache), long> _counts = new();

    public CacheCounts(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CachingMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.Start();
    }

    public long Hits(params ReadOnlySpan<string> caches) => Sum(CachingMetrics.Hits, caches);

    public long Misses(params ReadOnlySpan<string> caches) => Sum(CachingMetrics.Misses, caches);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var (tag, cache) in tags)
        {
            if (tag == CachingMetrics.CacheTag && cache is string name)
            {
                _counts.AddOrUpdate((instrument.Name, name), value, (_, sum) => sum + value);
            }
        }
    }

    private long Sum(string instrument, ReadOnlySpan<string> caches)
    {
        var sum = 0L;
        foreach (var cache in caches)
        {
            sum += _counts.GetValueOrDefault((instrument, cache));
        }

        return sum;
    }
}
