using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Entries end by either of the provider's clocks, and by the system's coarse one never late.</summary>
[CacheRule("H6")]
public sealed class ClockTests
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Setting_the_time_of_day_back_lengthens_no_lifetime()
    {
        var clock = new SteppedClock();
        await using var cached = new CachedStorage(clock: clock);
        var (key, config) = await cached.RegisterAsync();
        var unknown = Any.LaunchKey();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(unknown);
        await cached.FindAsync(session.Id);
        await cached.Memory.DeleteClientAsync(config.LtiClientId, Token);
        await cached.Memory.SaveLaunchConfigAsync(unknown, Any.Endpoints, Token);
        await cached.Memory.DeleteSessionAsync(session.Id, Token);

        clock.Step = -_hour;
        await cached.AssertHitAsync(key, config);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(await cached.FindAsync(unknown));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await cached.FindAsync(session.Id));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await cached.FindAsync(key));
    }

    [Fact]
    public async Task Setting_the_time_of_day_back_lengthens_no_sessions_life()
    {
        var clock = new SteppedClock();
        await using var cached = new CachedStorage(clock: clock);
        var session = await cached.LaunchAsync(TimeSpan.FromMinutes(1));
        await cached.FindAsync(session.Id);

        clock.Step = -_hour;
        clock.Advance(TimeSpan.FromMinutes(1));
        await cached.FindAsync(session.Id);

        // Whether it has expired is then the storage's to say.
        Assert.Equal(2, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    // By the system's clock that holds from the first beat on: RecentTimeTests.
    [Fact]
    public async Task A_machine_that_slept_finds_nothing_that_ended_meanwhile()
    {
        var clock = new SteppedClock();
        await using var cached = new CachedStorage(clock: clock);
        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync(TimeSpan.FromMinutes(1));
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);
        await cached.Memory.DeleteClientAsync(config.LtiClientId, Token);

        // The time of day goes on while the timestamps stand still.
        clock.Step = _hour;

        Assert.Null(await cached.FindAsync(key));
        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Fact]
    public void The_time_of_day_is_asked_once_in_each_tick_of_the_coarse_clock()
    {
        var time = new SteppedClock();
        var clock = new Clock(time);
        var first = clock.At(tick: 100);
        var asked = time.Asked;

        Assert.Equal(first, clock.At(tick: 100));
        Assert.Equal(asked, time.Asked);

        time.Step = _hour;
        var second = clock.At(tick: 101);
        Assert.Equal(asked + 1, time.Asked);
        Assert.Equal(_hour.Ticks, second.Utc - first.Utc);
        Assert.Equal(TimeSpan.TicksPerMillisecond, second.Elapsed - first.Elapsed);

        time.Step = TimeSpan.Zero;
        Assert.Equal(first.Utc, clock.At(tick: 102).Utc);
    }

    [Fact]
    public async Task By_the_systems_clock_no_session_is_answered_from_memory_at_its_end()
    {
        // A round whose sessions have all ended before the first is found again tells nothing.
        var hits = 0;
        while (hits == 0)
        {
            hits = await CountHitsAsync();
        }
    }

    /// <summary>Finds sessions until all have ended, and counts how often one was answered from memory.</summary>
    private static async Task<int> CountHitsAsync()
    {
        // One ends each millisecond, so that some end within every tick.
        var begun = TimeProvider.System.GetUtcNow();
        var sessions = Enumerable.Range(300, 300).Select(milliseconds => Any.Session() with { ExpiresAt = begun.AddMilliseconds(milliseconds) }).ToList();
        var inner = new UndyingStorage(sessions);
        await using var storage = inner.WithCaching();
        var hits = 0;
        do
        {
            foreach (var session in sessions)
            {
                var reads = inner.Reads;
                var asked = TimeProvider.System.GetUtcNow();
                await storage.FindSessionAsync(session.Id, Token);
                if (inner.Reads == reads)
                {
                    hits++;
                    Assert.True(asked < session.ExpiresAt, "It was answered from memory after its end.");
                }
            }
        }
        while (TimeProvider.System.GetUtcNow() < sessions[^1].ExpiresAt);

        return hits;
    }

    /// <summary>A storage that goes on giving sessions out when they have expired.</summary>
    private sealed class UndyingStorage(IEnumerable<LtiSession> sessions) : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        private readonly Dictionary<Guid, LtiSession> _sessions = sessions.ToDictionary(session => session.Id);

        public int Reads { get; private set; }

        public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        {
            Reads++;
            return new(_sessions[id]);
        }
    }
}
