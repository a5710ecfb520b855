using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Lti.Storage.Telemetry.Tests.Throwing;

/// <summary>Listens to all spans and measurements of the process and throws at one callback.</summary>
internal sealed class ThrowingListeners : IDisposable
{
    private readonly ListenerCallback _at;
    private readonly ActivityListener _spans;
    private readonly MeterListener _measurements = new();
    private int _thrown;

    public ThrowingListeners(ListenerCallback at)
    {
        _at = at;
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TelemetryNames.ActivitySourceName,
            Sample = (ref _) => Throw(ListenerCallback.Sampling, ActivitySamplingResult.AllDataAndRecorded),
            ActivityStarted = _ => Throw(ListenerCallback.SpanStarted),
            ActivityStopped = _ => Throw(ListenerCallback.SpanStopped),
        };
        _measurements.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryNames.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
                Throw(ListenerCallback.InstrumentPublished);
            }
        };
        _measurements.MeasurementsCompleted = (_, _) => Throw(ListenerCallback.MeasurementsCompleted);
        _measurements.SetMeasurementEventCallback<long>((_, _, _, _) => Throw(ListenerCallback.Measurement));
        _measurements.SetMeasurementEventCallback<double>((_, _, _, _) => Throw(ListenerCallback.Measurement));
        ActivitySource.AddActivityListener(_spans);
        _measurements.Start();
        Activity.CurrentChanged += CurrentChanged;
    }

    /// <summary>The number of exceptions that callbacks threw.</summary>
    public int Thrown => Volatile.Read(ref _thrown);

    /// <summary>True if it throws. The test sets it to false for calls of its own.</summary>
    public bool IsOn { get; set; }

    public void Dispose()
    {
        IsOn = false;
        Activity.CurrentChanged -= CurrentChanged;
        _spans.Dispose();
        _measurements.Dispose();
    }

    private void CurrentChanged(object? sender, ActivityChangedEventArgs e) => Throw(ListenerCallback.CurrentChanged);

    private void Throw(ListenerCallback callback) => Throw(callback, answer: true);

    private T Throw<T>(ListenerCallback callback, T answer)
    {
        if (callback != _at || !IsOn)
        {
            return answer;
        }

        Interlocked.Increment(ref _thrown);
        throw new InvalidOperationException("A listener failed.");
    }
}
