using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests;

/// <summary>A clock whose time of day can be set, as an operator or a time service does it, while its timestamps go on undisturbed.</summary>
internal sealed class SteppedClock : FakeTimeProvider
{
    private bool _isTimerSet;

    /// <summary>By how much the time of day has been set.</summary>
    public TimeSpan Step { get; set; }

    /// <summary>How often the time of day was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether a timer that was made to be set later is set, and has not come.</summary>
    public bool IsTimerSet => Volatile.Read(ref _isTimerSet);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => dueTime != Timeout.InfiniteTimeSpan ? base.CreateTimer(callback, state, dueTime, period) : new LaterTimer(this, base.CreateTimer(
            arg =>
            {
                Volatile.Write(ref _isTimerSet, false);
                callback(arg);
            },
            state,
            dueTime,
            period));

    public override DateTimeOffset GetUtcNow()
    {
        Asked++;
        return base.GetUtcNow() + Step;
    }

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    private sealed class LaterTimer(SteppedClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isChanged = timer.Change(dueTime, period);
            Volatile.Write(ref clock._isTimerSet, true);
            return isChanged;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
