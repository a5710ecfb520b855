using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Lti.Storage.Caching.Tests;

/// <summary>Adds up what one cache counts.</summary>
internal sealed class Counted : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Cache), long> _counts = new();

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
            var cache = (string)Assert.Single(tags.ToArray(), tag => tag.Key == CachingMetrics.CacheTag).Value!;
            _counts.AddOrUpdate((instrument.Name, cache), value, (_, sum) => instrument.IsObservable ? value : sum + value);
        });
        _listener.Start();
    }

    public long this[string instrument, string cache] => _counts.GetValueOrDefault((instrument, cache));

    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();
}
