using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lti.Storage.Telemetry.Tests;

/// <summary>Records the storage's spans of one trace in the order in which they ended.</summary>
/// <remarks>The caller's span is the current one in the test that creates this.</remarks>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _started = new();
    private readonly ConcurrentQueue<Activity> _ended = new();

    public RecordedSpans(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        Caller = new Activity("a request").Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TelemetryNames.ActivitySourceName,
            Sample = (ref options) => options.TraceId == Caller.TraceId ? sampling : ActivitySamplingResult.None,
            ActivityStarted = span => Keep(_started, span),
            ActivityStopped = span => Keep(_ended, span),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public Activity Caller { get; }

    public IReadOnlyList<Activity> Started => [.. _started];

    public IReadOnlyList<Activity> Ended => [.. _ended];

    public Activity Single => Assert.Single(_ended);

    public static void AssertTags(IReadOnlyDictionary<string, object?> expected, Activity span)
        => Assert.Equal(expected.OrderBy(tag => tag.Key, StringComparer.Ordinal), span.TagObjects.OrderBy(tag => tag.Key, StringComparer.Ordinal));

    public void Dispose()
    {
        _listener.Dispose();
        Caller.Dispose();
    }

    private void Keep(ConcurrentQueue<Activity> spans, Activity span)
    {
        if (span.TraceId == Caller.TraceId)
        {
            spans.Enqueue(span);
        }
    }
}
