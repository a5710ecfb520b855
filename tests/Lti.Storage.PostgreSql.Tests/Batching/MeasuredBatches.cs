using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Collects the metrics of a storage's batches.</summary>
internal sealed class MeasuredBatches : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Operation, int Calls)> _sent = new();
    private readonly ConcurrentQueue<(string Operation, double Seconds)> _waits = new();
    private readonly ConcurrentDictionary<string, int> _waiting = new(StringComparer.Ordinal);
    private long _retried;

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
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _retried, value));
        _listener.Start();
    }

    /// <summary>Gets the operation and call count of each batch, ordered by operation name.</summary>
    public IEnumerable<(string Operation, int Calls)> Sent => _sent.OrderBy(sent => sent.Operation, StringComparer.Ordinal);

    public IReadOnlyCollection<(string Operation, double Seconds)> Waits => _waits;

    /// <summary>Gets how many calls were retried alone.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Returns how many calls of an operation wait in the queue.</summary>
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
