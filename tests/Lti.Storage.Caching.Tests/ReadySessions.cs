using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Metrics;
using Lti.Storage.Caching.Internal.Sessions;
using Lti.Storage.Conformance.Faults;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests;

/// <summary>The cache of sessions as it is by the system's clock, where hits are answered without asking that, but by a clock that tests set.</summary>
internal sealed class ReadySessions : IAsyncDisposable
{
    private readonly InMemoryLtiStorage _memory;
    private readonly CacheCounters _counters = new(meters: null);

    public ReadySessions()
    {
        var clock = new Clock(Clock);
        _memory = new(timeProvider: Clock);
        Inner = new(_memory);
        Recent = new(clock, Clock);
        Counted = new(_counters.Meter);
        Cache = new(Inner, new CachingOptions { Jitter = 0 }, clock, Recent, Clock, _counters);
    }

    public SteppedClock Clock { get; } = new();

    public FaultyStorage Inner { get; }

    public RecentTime Recent { get; }

    public SessionCache Cache { get; }

    public Counted Counted { get; }

    /// <summary>How often the storage was asked.</summary>
    public int Loads => Inner.CallsOf(CachedStorage.SessionFinds);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<LtiSession> LaunchAsync(TimeSpan? lifetime = null)
    {
        var session = Any.Session();
        await _memory.AddSessionAsync(session, lifetime, Token);
        return session;
    }

    public Task<LtiSession?> FindAsync(LtiSession session) => Cache.FindAsync(session.Id, Token).AsTask();

    /// <summary>Stores a session and finds it until the cache need not look at anything any more.</summary>
    public async Task<LtiSession> LaunchReadyAsync(TimeSpan? lifetime = null)
    {
        var session = await LaunchAsync(lifetime);
        await FindAsync(session);
        await MoveAsync();
        await FindAsync(session);
        Assert.False(await IsClockAskedAsync(session), "It is not ready.");
        return session;
    }

    /// <summary>Waits until the time moves on, with its timer set; a worker of the thread pool sees to that.</summary>
    public async Task MoveAsync()
    {
        while (Recent.Mark() == RecentTime.NoMark || !Clock.IsTimerSet)
        {
            await Task.Yield();
        }
    }

    /// <summary>Lets time pass, with every beat of the timer in time.</summary>
    public void Advance(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += RecentTime.Period)
        {
            Clock.Advance(RecentTime.Period);
        }
    }

    /// <summary>Finds a session and tells whether the clock was asked for it.</summary>
    public async Task<bool> IsClockAskedAsync(LtiSession session)
    {
        var asked = Clock.Asked;
        await FindAsync(session);
        return Clock.Asked != asked;
    }

    public ValueTask DisposeAsync()
    {
        Counted.Dispose();
        _counters.Dispose();
        return Inner.DisposeAsync();
    }
}
