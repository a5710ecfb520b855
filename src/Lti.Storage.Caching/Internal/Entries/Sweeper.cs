using Lti.Storage.Caching.Internal.Loading;
using Lti.Storage.Internal;

namespace Lti.Storage.Caching.Internal.Entries;

/// <summary>
/// Removes expired entries once an interval so that no expired document stays in memory. It rests while there are no entries.
/// </summary>
internal sealed class Sweeper : IDisposable
{
    /// <summary>The time between two sweeps.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Func<bool> _sweep;
    private readonly ITimer _timer;
    private int _isScheduled;

    /// <summary>Makes a sweeper that rests.</summary>
    /// <param name="time">The clock of the interval.</param>
    /// <param name="sweep">Removes expired entries and returns whether any are left.</param>
    public Sweeper(TimeProvider time, Func<bool> sweep)
    {
        _sweep = sweep;

        // A timer keeps the context of its maker, which may be a request's.
        ITimer? timer = null;
        NoContext.Run(trace: null, () => timer = time.CreateTimer(Run, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _timer = timer!;
    }

    /// <summary>Makes sure that a sweep comes. Call it after an entry was added.</summary>
    public void Schedule()
    {
        if (Volatile.Read(ref _isScheduled) == 0 && Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static void Run(object? state)
    {
        // Reset first: an entry that is added during the sweep schedules the next one.
        var sweeper = (Sweeper)state!;
        Interlocked.Exchange(ref sweeper._isScheduled, 0);
        try
        {
            if (sweeper._sweep())
            {
                sweeper.Schedule();
            }
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
            // The clock is the program's and may throw. An exception in a timer's callback would end the process.
            sweeper.Schedule();
        }
    }
}
