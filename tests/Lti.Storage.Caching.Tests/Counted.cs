using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Lti.Storage.Caching.Tests;

/// <summary>Adds up the measurements of one meter.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Cache, string? Source), long> _counts = new();
    private int _ended;

    public Counted(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string? cache = null, source = null;
            foreach (var (tag, name) in tags)
            {
                (cache, source) = tag == CachingMetrics.CacheTag ? ((string?)name, source) : (cache, (string?)name);
            }

            _counts.AddOrUpdate((instrument.Name, cache!, source), value, (_, sum) => sum + value);
        });
        _listener.MeasurementsCompleted = (_, _) => Interlocked.Increment(ref _ended);
        _listener.Start();
    }

    /// <summary>How many instruments have been disposed with their meter.</summary>
    public int Ended => Volatile.Read(ref _ended);

    public long this[string instrument, string cache] => _counts.GetValueOrDefault((instrument, cache, null));

    public long Invalidations(string cache, string source) => _counts.GetValueOrDefault((CachingMetrics.Invalidations, cache, source));

    public void Dispose() => _listener.Dispose();
}
