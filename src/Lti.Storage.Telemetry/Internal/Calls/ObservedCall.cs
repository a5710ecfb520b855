using System.Diagnostics;
using System.Runtime.InteropServices;
using Lti.Storage.Internal;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Observes a call for a listener. No method throws, even if a listener does.</summary>
internal readonly struct ObservedCall<T>
{
    private readonly Operation<T> _operation;
    private readonly Instruments _instruments;
    private readonly TimeProvider _clock;
    private readonly Activity? _caller;
    private readonly Activity? _span;
    private readonly long _began;

    private ObservedCall(Operation<T> operation, Instruments instruments, TimeProvider clock)
    {
        _operation = operation;
        _instruments = instruments;
        _clock = clock;
        _caller = Activity.Current;
        _span = Instruments.StartSpan(operation.SpanName, operation.Tags);
        if (_span is null && Activity.Current != _caller)
        {
            // A listener threw after the span had become the current one.
            Restore();
        }

        _began = clock.GetTimestamp();
    }

    public static ObservedCall<T> Begin(Operation<T> operation, Instruments instruments, TimeProvider clock)
        => new(operation, instruments, clock);

    /// <summary>Makes the call's span the current one.</summary>
    public void Enter()
    {
        if (_span is not null)
        {
            SetCurrent(_span);
        }
    }

    /// <summary>Makes the caller's span the current one. The caller continues while the call is in flight.</summary>
    public void Leave()
    {
        if (_span is not null)
        {
            Restore();
        }
    }

    public void Succeed(T answer)
    {
        var duration = _clock.GetElapsedTime(_began);
        _operation.Outcomes?.Answered(answer, duration, _span);
        End(duration, error: null);
    }

    public void Fail(Exception error)
    {
        var duration = _clock.GetElapsedTime(_began);
        _operation.Outcomes?.Failed(error, duration, _span);
        End(duration, error);
    }

    /// <summary>Ends the span. The metric gets the time that the caller waited.</summary>
    public void End(TimeSpan waited, Exception? error)
    {
        if (error is null)
        {
            _instruments.OperationDuration.Record(waited.TotalSeconds, new TagList(_operation.Tags));
        }
        else
        {
            RecordFailed(waited, error);
        }

        if (_span is not null)
        {
            _span.SetEndTime(_span.StartTimeUtc + _clock.GetElapsedTime(_began));
            ListenerGuard.Run(_span, static span => span.Stop());
            if (Activity.Current == _span)
            {
                // A listener threw before the caller's span had become the current one.
                Restore();
            }
        }
    }

    private static void SetCurrent(Activity? span) => ListenerGuard.Run(span, static span => Activity.Current = span);

    // An ended span can't become current again.
    private void Restore() => SetCurrent(_caller is { IsStopped: true } ? null : _caller);

    private void RecordFailed(TimeSpan waited, Exception error)
    {
        var type = ErrorClass.Of(error);
        List<KeyValuePair<string, object?>> tags = [.. _operation.Tags, new(TelemetryNames.ErrorTypeTag, type)];
        _span?.SetTag(TelemetryNames.ErrorTypeTag, type);
        if (ErrorClass.SqlState(error) is { } state)
        {
            tags.Add(new(TelemetryNames.StatusCodeTag, state));
            _span?.SetTag(TelemetryNames.StatusCodeTag, state);
        }

        _instruments.OperationDuration.Record(waited.TotalSeconds, new TagList(CollectionsMarshal.AsSpan(tags)));
        _span?.SetStatus(ActivityStatusCode.Error);
    }
}
