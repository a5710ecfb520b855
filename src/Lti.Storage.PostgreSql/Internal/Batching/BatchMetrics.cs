using System.Diagnostics.Metrics;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>What is measured of shared statements. Without a listener a measurement is a look at a flag.</summary>
internal sealed class BatchMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<int> _members;
    private readonly Histogram<double> _waits;
    private readonly Counter<long> _repeats;

    /// <param name="storage">The scope, by which a listener in the same process tells one storage from another.</param>
    public BatchMetrics(PostgreSqlLtiStorage storage)
    {
        _meter = new Meter(new MeterOptions(PostgreSqlMetrics.MeterName) { Scope = storage });
        _members = _meter.CreateHistogram(
            PostgreSqlMetrics.BatchSize, "{call}", "Calls that each shared statement carried.", tags: null, Buckets(1, 2, 4, 8, 16, 32, 64));
        _waits = _meter.CreateHistogram(
            PostgreSqlMetrics.QueueWaitTime, "s", "How long calls waited until they were sent.", tags: null, Buckets(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5));
        _repeats = _meter.CreateCounter<long>(
            PostgreSqlMetrics.BatchRetries, "{call}", "Calls that were repeated on their own after a shared statement failed.");
    }

    public void ObserveWaiting(IReadOnlyDictionary<string, Func<int>> waiting) => _meter.CreateObservableUpDownCounter(
        PostgreSqlMetrics.QueueLength, () => waiting.Select(of => new Measurement<int>(of.Value(), Tag(of.Key))), "{call}", "Calls that wait at present.");

    /// <summary>Null while nobody listens.</summary>
    public long? StartWait() => _waits.Enabled ? TimeProvider.System.GetTimestamp() : null;

    public void EndWait(long? since, string operation)
    {
        if (since is { } start)
        {
            _waits.Record(TimeProvider.System.GetElapsedTime(start).TotalSeconds, Tag(operation));
        }
    }

    public void Sent<TArguments, TResult>(List<QueuedCall<TArguments, TResult>> members, string operation)
    {
        _members.Record(members.Count, Tag(operation));
        members.ForEach(member => EndWait(member.Since, operation));
    }

    public void Repeated(int calls, string operation) => _repeats.Add(calls, Tag(operation));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string operation) => new(PostgreSqlMetrics.OperationTag, operation);

    private static InstrumentAdvice<T> Buckets<T>(params IReadOnlyList<T> boundaries)
        where T : struct => new() { HistogramBucketBoundaries = boundaries };
}
