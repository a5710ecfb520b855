using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lti.Storage.Internal;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Measures batches and the queue. A listener that throws changes no call's outcome.</summary>
internal sealed class BatchMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly string? _storageName;
    private readonly Histogram<int> _sizes;
    private readonly Histogram<double> _waits;
    private readonly Counter<long> _retries;

    /// <param name="storage">The scope of the meter, by which a listener distinguishes storages.</param>
    public BatchMetrics(PostgreSqlLtiStorage storage)
    {
        _meter = new Meter(new MeterOptions(PostgreSqlMetrics.MeterName) { Scope = storage });
        _storageName = storage.Name;
        _sizes = _meter.CreateHistogram(
            PostgreSqlMetrics.BatchSize, "{call}", "Calls of each batched statement.", tags: null, Buckets(1, 2, 4, 8, 16, 32, 64));
        _waits = _meter.CreateHistogram(
            PostgreSqlMetrics.QueueWaitTime,
            "s",
            "Time that calls waited in the queue.",
            tags: null,
            Buckets(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5));
        _retries = _meter.CreateCounter<long>(
            PostgreSqlMetrics.BatchRetries, "{call}", "Calls that were retried alone after their batch failed.");
    }

    public void ObserveWaiting(IReadOnlyDictionary<string, Func<int>> waiting) => _meter.CreateObservableUpDownCounter(
        PostgreSqlMetrics.QueueLength,
        () => waiting.Select(of => new Measurement<int>(of.Value(), Tags(of.Key))),
        "{call}",
        "Calls in the queue.");

    /// <summary>The start of a wait, or null without a listener.</summary>
    public long? StartWait() => _waits.Enabled ? TimeProvider.System.GetTimestamp() : null;

    public void EndWait(long? since, string operation)
    {
        if (since is { } start)
        {
            Record(_waits, TimeProvider.System.GetElapsedTime(start).TotalSeconds, operation);
        }
    }

    public void Sent<TArguments, TResult>(List<QueuedCall<TArguments, TResult>> calls, string operation)
    {
        Record(_sizes, calls.Count, operation);
        foreach (var call in calls)
        {
            EndWait(call.Since, operation);
        }
    }

    public void Retried(int calls, string operation)
    {
        try
        {
            _retries.Add(calls, Tags(operation));
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Record<T>(Histogram<T> histogram, T value, string operation)
        where T : struct
    {
        try
        {
            histogram.Record(value, Tags(operation));
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
        }
    }

    private TagList Tags(string operation)
    {
        var tags = default(TagList);
        tags.Add(PostgreSqlMetrics.OperationTag, operation);
        if (_storageName is not null)
        {
            tags.Add(PostgreSqlMetrics.StorageNameTag, _storageName);
        }

        return tags;
    }

    private static InstrumentAdvice<T> Buckets<T>(params IReadOnlyList<T> boundaries)
        where T : struct => new() { HistogramBucketBoundaries = boundaries };
}
