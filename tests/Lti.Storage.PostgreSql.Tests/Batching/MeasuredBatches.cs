using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Listens to what a storage measures of its shared statements.</summary>
internal sealed class MeasuredBatches : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Operation, int Members)> _sent = new();
    private readonly ConcurrentQueue<(string Operation, double Seconds)> _waits = new();
    private readonly ConcurrentDictionary<string, int> _waiting = new(StringComparer.Ordinal);
    private long _repeated;

    public MeasuredBatches(PostgreSqlLtiStorage storage)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, storage))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) =>
        {
            if (instrument.Name == PostgreSqlMetrics.BatchSize)
            {
                _sent.Enqueue((Operation(tags), value));
            }
            else
            {
                _waiting[Operation(tags)] = value;
            }
        });
        _listener.SetMeasurementEventCallback<double>((_, value, tags, _) => _waits.Enqueue((Operation(tags), value)));
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _repeated, value));
        _listener.Start();
    }

    /// <summary>How many calls each of them carried, in the order of the operations' names.</summary>
    public IEnumerable<(string Operation, int Members)> Sent => _sent.OrderBy(sent => sent.Operation, StringComparer.Ordinal);

    public IReadOnlyCollection<(string Operation, double Seconds)> Waits => _waits;

    /// <summary>How many calls had to be repeated on their own.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>How many calls of an operation wait now.</summary>
    public int Waiting(string operation)
    {
        _listener.RecordObservableInstruments();
        return _waiting[operation];
    }

    public void Dispose() => _listener.Dispose();

    private static string Operation(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var tag = Assert.Single(tags.ToArray());
        Assert.Equal(PostgreSqlMetrics.OperationTag, tag.Key);
        return Assert.IsType<string>(tag.Value);
    }
}
