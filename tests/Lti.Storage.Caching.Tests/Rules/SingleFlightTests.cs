using Lti.Storage.Conformance.Samples;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

[CacheRule("H2")]
public sealed class SingleFlightTests
{
    private const int Callers = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thousand_concurrent_misses_of_a_launch_are_one_call()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        var held = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);

        var finds = Start(() => cached.FindAsync(key));
        await held.Reached;
        held.Release();

        Assert.All(await finds, found => Assert.Equal(config, found));
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.Finds));
        cached.AssertNoLeftovers();
    }

    [Fact]
    public async Task Thousand_concurrent_misses_of_a_session_are_one_call()
    {
        await using var cached = new CachedStorage();
        var session = await cached.LaunchAsync();
        var held = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);

        var finds = Start(() => cached.FindAsync(session.Id));
        await held.Reached;
        held.Release();

        Assert.All(await finds, found => Assert.Equal(session, found));
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.SessionFinds));
        cached.AssertNoLeftovers();
    }

    [Fact]
    public async Task First_of_a_thousand_callers_may_cancel_while_the_others_get_the_answer()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        var held = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.Before);
        using var cancel = new CancellationTokenSource();
        var first = cached.Storage.FindLaunchConfigAsync(key, cancel.Token).AsTask();
        await held.Reached;
        var others = Start(() => cached.FindAsync(key));

        await cancel.CancelAsync();
        Assert.True(first.IsCompleted, "The find waits after its token was cancelled.");
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        held.Release();

        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.All(await others, found => Assert.Equal(config, found));
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.Finds));
    }

    [Fact]
    public async Task Load_whose_callers_all_cancelled_still_fills_the_cache()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        var held = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.Before);
        using var cancel = new CancellationTokenSource();
        var given = cached.Storage.FindLaunchConfigAsync(key, cancel.Token).AsTask();
        await cancel.CancelAsync();
        Assert.True(given.IsCompleted, "The find waits after its token was cancelled.");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        var joined = cached.FindAsync(key);
        held.Release();

        Assert.Equal(config, await joined);
        await cached.AssertHitAsync(key, config);
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.Finds));
    }

    [Fact]
    public async Task Error_reaches_all_waiting_callers_and_is_not_cached()
    {
        await using var cached = new CachedStorage();
        var (key, config) = await cached.RegisterAsync();
        var held = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.Before);
        var finds = Enumerable.Range(0, Callers).Select(_ => cached.FindAsync(key)).ToList();
        var outage = new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.NotApplied);

        await held.Reached;
        held.Fail(outage);

        foreach (var find in finds)
        {
            Assert.Same(outage, await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => find));
        }

        cached.AssertNoLeftovers();
        Assert.Equal(config, await cached.FindAsync(key));
        Assert.Equal(2, cached.Inner.CallsOf(CachedStorage.Finds));
    }

    [Fact]
    public async Task Failed_loads_evict_no_entry()
    {
        await using var cached = new CachedStorage(
            new CachingOptions { LaunchConfigCapacity = 3, UnknownLaunchCapacity = 3, SessionCacheBytes = 4096 });
        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);

        cached.Inner.BeginOutage(new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.NotApplied));
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => cached.FindAsync(Any.LaunchKey()));
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => cached.FindAsync(Guid.NewGuid()));
        }

        // The outage goes on, and the cached entries are answered.
        await cached.AssertHitAsync(key, config);
        Assert.Equal(session, await cached.FindAsync(session.Id));
        Assert.Equal((1, 0, 0, 0), cached.Storage.Clients!.Launches.Counts);
        Assert.Equal((1, 0), cached.Storage.Sessions!.Counts);
    }

    // A load without a timeout would hang. The test then fails after a minute.
    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hanging_read_ends_at_the_load_timeout(bool heedsToken)
    {
        var timeout = TimeSpan.FromMinutes(10);
        await using var cached = new CachedStorage(new CachingOptions { LoadTimeout = timeout, Jitter = 0 });
        var (key, config) = await cached.RegisterAsync();
        var hung = cached.Inner.Hold([CachedStorage.Finds], FaultMoment.Before, heedsToken);
        var (first, second) = (cached.FindAsync(key), cached.FindAsync(key));
        await hung.Reached.WaitAsync(TestContext.Current.CancellationToken);

        cached.Clock.Advance(timeout - TimeSpan.FromTicks(1));
        Assert.False(first.IsCompleted);
        cached.Clock.Advance(TimeSpan.FromTicks(1));

        foreach (var find in new[] { first, second })
        {
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => find);
            Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
            Assert.Contains(nameof(CachingOptions.LoadTimeout), error.Message, StringComparison.Ordinal);
        }

        cached.AssertNoLeftovers();
        Assert.Equal(config, await cached.FindAsync(key));

        // The late answer is not cached.
        await cached.Memory.DeleteClientAsync(config.ClientKey, Token);
        hung.Release();
        await cached.AssertHitAsync(key, config);
    }

    [Fact]
    public async Task Token_of_one_caller_ends_only_its_own_wait()
    {
        await using var cached = new CachedStorage();
        var session = await cached.LaunchAsync();
        var held = cached.Inner.Hold([CachedStorage.SessionFinds], FaultMoment.Before, heedsToken: false);
        using var cancel = new CancellationTokenSource();
        var other = cached.FindAsync(session.Id);
        var cancelled = cached.Storage.FindSessionAsync(session.Id, cancel.Token).AsTask();

        await cancel.CancelAsync();
        Assert.True(cancelled.IsCompleted, "The find waits after its token was cancelled.");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(other.IsCompleted);

        held.Release();
        Assert.Equal(session, await other);
    }

    /// <summary>Starts the finds on all threads. All have started before the answer is released.</summary>
    private static Task<T[]> Start<T>(Func<Task<T>> find)
        => Task.WhenAll(Enumerable.Range(0, Callers).AsParallel().Select(_ => find()).ToList());
}
