using Lti.Storage.Caching.Internal.Loading;
using Lti.Storage.Internal;

namespace Lti.Storage.Caching.Internal.Expiry;

/// <summary>
/// The time of a moment ago, in milliseconds, for the price of a field: to ask even the coarse clock costs as much as to look an entry up. A timer moves it
/// on for a while after it was asked for, and then lets it rest.
/// </summary>
/// <remarks>
/// It only says that an entry is far from its end; within <see cref="Margin"/> of that the clock itself is asked. So timers may come late by that much, as they
/// do where the thread pool is busy. All that can't be told from it makes it leap: over every point that was handed out, since a leap is longer than any
/// lifetime.
/// </remarks>
internal sealed class RecentTime : IThreadPoolWorkItem
{
    /// <summary>How late it may be without harm.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>How often it moves on.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>For how long it moves, before it has to be asked for again.</summary>
    public static readonly TimeSpan Run = TimeSpan.FromSeconds(10);

    /// <summary>The mark that nothing can be told from, since it rests.</summary>
    public const long NoMark = -1;

    // Over twice the longest lifetime that there is, and good for more leaps than a process lives to see.
    private static readonly long _leap = (long)TimeSpan.FromDays(3).TotalMilliseconds;

    // What the time of day and the timestamps may differ by from one beat to the next when neither was set.
    private static readonly TimeSpan _drift = TimeSpan.FromMilliseconds(250);

    private readonly Clock _clock;
    private ITimer? _timer;
    private long _now;
    private int _state = State.Resting;
    private Moment _began;
    private Moment _last;

    public RecentTime(Clock clock, TimeProvider? timers)
    {
        _clock = clock;
        if (timers is not null)
        {
            // The timer would keep the context of whoever makes the storage, and run in it.
            NobodysContext.Run(() => _timer = timers.CreateTimer(static time => ((RecentTime)time!).Beat(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>Whether it always rests, so that nothing is ever told from it.</summary>
    public bool IsOff => _timer is null;

    public long Now => Volatile.Read(ref _now);

    /// <summary>
    /// Off by any clock but the system's, which is asked each time; and in a function, which may be frozen for long: its timers stand still then, and a request
    /// that thaws it comes before their first beat.
    /// </summary>
    public static RecentTime Of(Clock clock, TimeProvider time)
        => new(clock, ReferenceEquals(time, TimeProvider.System) && !Serverless.IsDetected(Environment.GetEnvironmentVariable) ? time : null);

    /// <summary>
    /// Where it stands, or <see cref="NoMark"/> while it rests; it moves soon then. To be taken before all else that <see cref="PointBefore"/> is to speak for:
    /// a leap that comes after puts the point behind it.
    /// </summary>
    public long Mark()
    {
        // In this order: what goes to rest says so first and leaps then.
        var now = Now;
        if (Volatile.Read(ref _state) == State.Moving)
        {
            return now;
        }

        // Whoever asks takes no lock, and setting a timer does.
        if (!IsOff && Interlocked.CompareExchange(ref _state, State.Waking, State.Resting) == State.Resting)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return NoMark;
    }

    /// <summary>The point up to which <see cref="Now"/> is surely before an end, by a mark and the time since.</summary>
    public static long PointBefore(Moment end, long mark, Moment now)
        => mark == NoMark ? NoMark : mark + ((Math.Min(end.Utc - now.Utc, end.Elapsed - now.Elapsed) - Margin.Ticks) / TimeSpan.TicksPerMillisecond);

    /// <summary>Puts it past every point that was handed out for a mark before this.</summary>
    public void Leap() => Interlocked.Add(ref _now, _leap);

    void IThreadPoolWorkItem.Execute()
    {
        _began = _last = _clock.Now;

        // Before the timer is set: a beat may let it rest again.
        Volatile.Write(ref _state, State.Moving);
        _timer!.Change(Period, Timeout.InfiniteTimeSpan);
    }

    private void Beat()
    {
        var now = _clock.Now;
        var passed = now.Elapsed - _last.Elapsed;
        var set = now.Utc - _last.Utc - passed;
        _last = now;
        if (Math.Abs(set) > _drift.Ticks || now.Elapsed - _began.Elapsed >= Run.Ticks)
        {
            Volatile.Write(ref _state, State.Resting);
            Leap();
            return;
        }

        // Rounded up, since what is lost here would add up.
        Interlocked.Add(ref _now, (passed / TimeSpan.TicksPerMillisecond) + 1);
        _timer!.Change(Period, Timeout.InfiniteTimeSpan);
    }

    private static class State
    {
        public const int Resting = 0;
        public const int Waking = 1;
        public const int Moving = 2;
    }
}
