using Lti.Storage.Caching.Internal.Entries;
using Lti.Storage.Conformance.Samples;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>The sweep comes while there are entries and runs in no caller's context.</summary>
[CacheRule("H9")]
public sealed class SweeperTests
{
    private static readonly AsyncLocal<string?> _ambient = new();

    [Fact]
    public void Sweeps_go_on_while_entries_are_left()
    {
        var clock = new FakeTimeProvider();
        var (sweeps, entries) = (0, 3);
        using var sweeper = new Sweeper(clock, () => ++sweeps < entries);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, sweeps);

        sweeper.Schedule();
        sweeper.Schedule();
        clock.Advance(Sweeper.Interval);
        Assert.Equal(1, sweeps);

        Pass(clock, intervals: 10);
        Assert.Equal(3, sweeps);

        sweeper.Schedule();
        Pass(clock, intervals: 10);
        Assert.Equal(4, sweeps);
    }

    [Fact]
    public void Entry_that_is_added_during_a_sweep_is_swept()
    {
        var clock = new FakeTimeProvider();
        var sweeps = 0;
        Sweeper? sweeper = null;
        using var swept = sweeper = new(clock, () =>
        {
            if (++sweeps == 1)
            {
                // Added after the sweep has looked at its place.
                sweeper!.Schedule();
            }

            return false;
        });

        sweeper.Schedule();
        Pass(clock, intervals: 10);

        Assert.Equal(2, sweeps);
    }

    /// <summary>An exception in a timer's callback would end the process.</summary>
    [Fact]
    public void Sweep_that_throws_is_tried_again()
    {
        var clock = new FakeTimeProvider();
        var sweeps = 0;
        using var sweeper = new Sweeper(clock, () => ++sweeps == 1 ? throw new InvalidOperationException("The clock throws.") : false);
        sweeper.Schedule();

        Pass(clock, intervals: 10);

        Assert.Equal(2, sweeps);
    }

    [Fact]
    public void Disposed_sweeper_sweeps_no_more()
    {
        var clock = new FakeTimeProvider();
        var sweeps = 0;
        var sweeper = new Sweeper(clock, () => ++sweeps > 0);
        sweeper.Schedule();

        sweeper.Dispose();
        sweeper.Schedule();
        Pass(clock, intervals: 10);

        Assert.Equal(0, sweeps);
    }

    [Fact]
    public async Task Timers_of_a_cache_are_disposed_with_it()
    {
        var clock = new WatchedClock();
        _ambient.Value = "the maker's own";
        var cached = new CachedStorage(clock: clock);
        Assert.Equal(4, clock.Alive);
        Assert.Equal([null, null, null, null], clock.Ambient);
        await cached.FindAsync(Any.LaunchKey());
        await cached.FindAsync((await cached.LaunchAsync()).Id);

        await cached.DisposeAsync();

        Assert.Equal(0, clock.Alive);
    }

    // Each sweep sets the timer again. So time passes in steps.
    private static void Pass(FakeTimeProvider clock, int intervals)
    {
        for (var i = 0; i < intervals; i++)
        {
            clock.Advance(Sweeper.Interval);
        }
    }

    /// <summary>Counts its long-lived timers and notes the context that they were made in.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        private int _alive;

        public int Alive => Volatile.Read(ref _alive);

        public List<string?> Ambient { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }

            Interlocked.Increment(ref _alive);
            Ambient.Add(_ambient.Value);
            return new WatchedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class WatchedTimer(WatchedClock clock, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                Interlocked.Decrement(ref clock._alive);
                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
