using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>A call under way that somebody listens to.</summary>
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
        _span = Instruments.Source.StartActivity(operation.SpanName, ActivityKind.Client, parentContext: default, operation.Tags);
        _began = clock.GetTimestamp();
    }

    public static ObservedCall<T> Begin(Operation<T> operation, Instruments instruments, TimeProvider clock) => new(operation, instruments, clock);

    /// <summary>What runs from here on belongs to the call.</summary>
    public void Enter()
    {
        if (_span is not null)
        {
            Activity.Current = _span;
        }
    }

    /// <summary>The caller goes on while the call is under way, in its own span.</summary>
    public void Leave()
    {
        if (_span is not null)
        {
            // One that has ended can't be current again.
            Activity.Current = _caller is { IsStopped: true } ? null : _caller;
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

    /// <summary>The span ends now, as long as it took; the metric says how long of that the caller waited.</summary>
    public void End(TimeSpan waited, Exception? error)
    {
        if (error is null)
        {
            _instruments.OperationDuration.Record(waited.TotalSeconds, _operation.Tags);
        }
        else
        {
            RecordFailed(waited, error);
        }

        if (_span is not null)
        {
            _span.SetEndTime(_span.StartTimeUtc + _clock.GetElapsedTime(_began));
            _span.Stop();
        }
    }

    private void RecordFailed(TimeSpan waited, Exception error)
    {
        var type = ErrorClass.Of(error);
        var tags = new TagList(_operation.Tags) { { TelemetryTags.ErrorType, type } };
        _span?.SetTag(TelemetryTags.ErrorType, type);
        if (ErrorClass.SqlState(error) is { } state)
        {
            tags.Add(TelemetryTags.StatusCode, state);
            _span?.SetTag(TelemetryTags.StatusCode, state);
        }

        _instruments.OperationDuration.Record(waited.TotalSeconds, tags);
        _span?.SetStatus(ActivityStatusCode.Error);
    }
}
