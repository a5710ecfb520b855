using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Entries expire by the earlier of the two clocks of a <see cref="TimeProvider"/>, and never late by the coarse clock.</summary>
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
        await cached.Memory.DeleteClientAsync(config.ClientKey, Token);
        await cached.Memory.SaveConfigAsync(unknown, Any.Endpoints, Token);
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
    public async Task Setting_the_time_of_day_back_lengthens_no_session()
    {
        var clock = new SteppedClock();
        await using var cached = new CachedStorage(clock: clock);
        var session = await cached.LaunchAsync(TimeSpan.FromMinutes(1));
        await cached.FindAsync(session.Id);

        clock.Step = -_hour;
        clock.Advance(TimeSpan.FromMinutes(1));
        await cached.FindAsync(session.Id);

        // The storage says whether the session has expired.
        Assert.Equal(2, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    [Fact]
    public async Task Machine_that_slept_finds_no_entry_that_expired_meanwhile()
    {
        var clock = new SteppedClock();
        await using var cached = new CachedStorage(clock: clock);
        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync(TimeSpan.FromMinutes(1));
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);
        await cached.Memory.DeleteClientAsync(config.ClientKey, Token);

        // The time of day goes on while the timestamps stand still.
        clock.Step = _hour;

        Assert.Null(await cached.FindAsync(key));
        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Fact]
    public void Time_of_day_is_read_once_in_each_tick_of_the_coarse_clock()
    {
        var time = new SteppedClock();
        var clock = new Clock(time);
        var first = clock.At(tick: 100);
        var reads = time.Reads;

        Assert.Equal(first, clock.At(tick: 100));
        Assert.Equal(reads, time.Reads);

        time.Step = _hour;
        var second = clock.At(tick: 101);
        Assert.Equal(reads + 1, time.Reads);
        Assert.Equal(_hour.Ticks, second.Utc - first.Utc);
        Assert.Equal(TimeSpan.TicksPerMillisecond, second.Elapsed - first.Elapsed);

        time.Step = TimeSpan.Zero;
        Assert.Equal(first.Utc, clock.At(tick: 102).Utc);
    }

    [Fact]
    public async Task Session_is_not_answered_from_memory_at_its_expiry_by_the_system_clock()
    {
        // A round proves nothing if all sessions expire before the first is found again.
        var hits = 0;
        while (hits == 0)
        {
            hits = await CountHitsAsync();
        }
    }

    /// <summary>Finds sessions until all have expired, and counts the answers from memory.</summary>
    private static async Task<int> CountHitsAsync()
    {
        // One session expires each millisecond, so some expire within every tick.
        var begun = TimeProvider.System.GetUtcNow();
        var sessions = Enumerable.Range(300, 300)
            .Select(milliseconds => Any.Session() with { ExpiresAt = begun.AddMilliseconds(milliseconds) }).ToList();
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
                    Assert.True(asked < session.ExpiresAt, "The session was answered from memory after its expiry.");
                }
            }
        }
        while (TimeProvider.System.GetUtcNow() < sessions[^1].ExpiresAt);

        return hits;
    }

    /// <summary>A storage that returns expired sessions.</summary>
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
