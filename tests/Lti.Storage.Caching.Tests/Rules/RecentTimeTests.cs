using Lti.Storage.Caching.Internal.Expiry;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>The clock is not asked where the end of a session is far, and always asked where it may be near.</summary>
[CacheRule("H6")]
public sealed class RecentTimeTests
{
    private static readonly AsyncLocal<string?> _ambient = new();

    [Fact]
    public async Task A_session_whose_end_is_far_is_found_without_the_clock()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();

        ready.Advance(TimeSpan.FromSeconds(5));

        Assert.False(await ready.IsClockAskedAsync(session));
        Assert.Equal(1, ready.Loads);
    }

    [Fact]
    public async Task A_session_that_comes_near_its_end_is_found_by_the_clock_and_not_at_its_end()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync(RecentTime.Margin + TimeSpan.FromSeconds(5));

        ready.Advance(TimeSpan.FromSeconds(6));
        Assert.True(await ready.IsClockAskedAsync(session));
        Assert.True(await ready.IsClockAskedAsync(session));

        ready.Advance(RecentTime.Margin - TimeSpan.FromSeconds(1));
        Assert.Null(await ready.FindAsync(session));
    }

    [Fact]
    public async Task A_session_that_is_near_its_end_from_the_first_is_found_by_the_clock_each_time()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchAsync(RecentTime.Margin);
        await ready.FindAsync(session);
        await ready.MoveAsync();

        Assert.True(await ready.IsClockAskedAsync(session));
        Assert.True(await ready.IsClockAskedAsync(session));
        Assert.Equal(1, ready.Loads);
    }

    [Fact]
    public async Task A_timer_that_comes_late_leaves_no_ended_session_ready()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();

        ready.Clock.Advance(TimeSpan.FromMinutes(5));

        await ready.FindAsync(session);
        Assert.Equal(2, ready.Loads);
    }

    [Fact]
    public async Task A_process_that_was_stopped_finds_nothing_that_ended_meanwhile_from_the_first_beat_on()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();

        // The time of day goes on while the timestamps and the timers stand still.
        ready.Clock.Step = TimeSpan.FromDays(1);
        ready.Clock.Advance(RecentTime.Period);

        Assert.Null(await ready.FindAsync(session));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task When_the_time_of_day_is_set_no_session_is_ready(int minutes)
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();

        ready.Clock.Step = TimeSpan.FromMinutes(minutes);
        ready.Clock.Advance(RecentTime.Period);

        Assert.True(await ready.IsClockAskedAsync(session));
        Assert.Equal(minutes > 0 ? 2 : 1, ready.Loads);
    }

    [Theory]
    [InlineData(270, 0)]
    [InlineData(-270, 270)]
    public async Task A_session_that_is_near_its_end_by_either_clock_is_found_by_the_clock(int stepSeconds, int passedSeconds)
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();
        ready.Clock.Step = TimeSpan.FromSeconds(stepSeconds);
        ready.Clock.Advance(TimeSpan.FromSeconds(passedSeconds) + RecentTime.Period);
        await ready.MoveAsync();

        Assert.True(await ready.IsClockAskedAsync(session));
        Assert.True(await ready.IsClockAskedAsync(session));
        Assert.Equal(1, ready.Loads);
    }

    [Fact]
    public async Task Nothing_is_told_from_a_time_that_rests_and_it_moves_again_when_it_is_asked_for()
    {
        await using var ready = new ReadySessions();
        var session = await ready.LaunchReadyAsync();

        ready.Advance(RecentTime.Run);
        Assert.True(await ready.IsClockAskedAsync(session));

        await ready.MoveAsync();
        await ready.FindAsync(session);
        Assert.False(await ready.IsClockAskedAsync(session));
        ready.Advance(RecentTime.Run);
        Assert.Equal(RecentTime.NoMark, ready.Recent.Mark());
    }

    [Fact]
    public async Task A_time_that_rests_is_woken_once_however_many_ask_for_it()
    {
        using var timers = new WatchedTimers { IsHeld = true };
        var recent = new RecentTime(new Clock(timers), timers);
        for (var ask = 0; ask < 1000; ask++)
        {
            Assert.Equal(RecentTime.NoMark, recent.Mark());
        }

        timers.Release();
        var after = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ThreadPool.UnsafeQueueUserWorkItem(static after => after.SetResult(), after, preferLocal: false);
        await after.Task;
        while (recent.Mark() == RecentTime.NoMark)
        {
            await Task.Yield();
        }

        Assert.Equal(1, timers.Asked);
    }

    [Fact]
    public async Task By_a_clock_that_is_not_the_systems_every_hit_asks_it()
    {
        var clock = new SteppedClock();
        await using var cached = new CachedStorage(clock: clock);
        var session = await cached.LaunchAsync();
        await cached.FindAsync(session.Id);
        for (var find = 0; find < 100; find++)
        {
            var asked = clock.Asked;
            await cached.FindAsync(session.Id);
            Assert.NotEqual(asked, clock.Asked);
            await Task.Yield();
        }
    }

    [Fact]
    public void The_timer_keeps_nothing_of_whoever_makes_the_storage()
    {
        using var timers = new WatchedTimers();
        _ambient.Value = "the maker's own";

        _ = new RecentTime(new Clock(timers), timers);

        Assert.True(timers.IsAsked);
        Assert.Null(timers.Ambient);
    }

    /// <summary>Notes what is around when a timer is made, which a timer keeps, and how often the time is asked for, which it may hold up.</summary>
    private sealed class WatchedTimers : FakeTimeProvider, IDisposable
    {
        private readonly ManualResetEventSlim _released = new();
        private int _asked;

        public bool IsHeld { get; init; }

        public int Asked => Volatile.Read(ref _asked);

        public bool IsAsked { get; private set; }

        public string? Ambient { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (IsAsked, Ambient) = (true, _ambient.Value);
            return base.CreateTimer(callback, state, dueTime, period);
        }

        public override DateTimeOffset GetUtcNow()
        {
            if (IsHeld)
            {
                Interlocked.Increment(ref _asked);
                _released.Wait(TestContext.Current.CancellationToken);
            }

            return base.GetUtcNow();
        }

        public override long GetTimestamp() => base.GetUtcNow().Ticks;

        public void Release() => _released.Set();

        public void Dispose() => _released.Dispose();
    }
}
