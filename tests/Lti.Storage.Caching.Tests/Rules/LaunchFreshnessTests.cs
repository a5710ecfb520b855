using Lti.Storage.Caching.Tests.Changes;
using Lti.Storage.Conformance.Faults;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A find that begins after a change of its launch has returned never gets an older answer.</summary>
[CacheRule("H3", "H4")]
public sealed class LaunchFreshnessTests
{
    private const int Trials = 10_000;
    private const int FewTrials = 200;

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Change_shows_in_the_next_find(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.AssertHitAsync(key, await cached.FindAsync(key));

        await change(cached.Storage);

        await cached.AssertFreshAsync(key);
        await cached.AssertHitAsync(key, await cached.FindAsync(key));
    }

    [Theory]
    [InlineData("found, client updated")]
    [InlineData("found, client deleted")]
    [InlineData("unknown, deployment added")]
    [InlineData("by default, client updated")]
    public Task Ten_thousand_loads_that_began_before_a_change_are_never_cached(string name) => LoadMeanwhileAsync(name, Trials);

    [Theory]
    [InlineData("found, client updated")]
    [InlineData("found, client deleted")]
    [InlineData("unknown, deployment added")]
    [InlineData("by default, client updated")]
    public Task Ten_thousand_loads_that_began_before_a_change_of_unknown_outcome_are_never_cached(string name)
        => LoadMeanwhileAsync(name, Trials, changeFails: true);

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public Task Load_that_began_before_a_change_is_never_cached(string name) => LoadMeanwhileAsync(name, FewTrials);

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public Task Load_that_began_before_a_change_of_unknown_outcome_is_never_cached(string name)
        => LoadMeanwhileAsync(name, FewTrials, changeFails: true);

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Find_after_a_change_does_not_join_a_load_that_began_before_it(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        var held = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
        var early = cached.FindAsync(key);
        await held.Reached;
        await change(cached.Storage);

        // A read in memory is synchronous.
        var late = cached.FindAsync(key);
        Assert.True(late.IsCompleted, "The find waits for the load that began before the change.");
        await cached.AssertFreshAsync(key);
        var fresh = await late;
        Assert.False(early.IsCompleted);
        held.Release();
        await early;

        // An overtaken answer does not replace a newer one.
        await cached.AssertHitAsync(key, fresh);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Change_of_unknown_outcome_shows_if_it_happened(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.FindAsync(key);
        FailNextChange(cached, FaultMoment.After);

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => change(cached.Storage));

        await cached.AssertFreshAsync(key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Change_that_happens_after_its_call_failed_shows_in_ten_seconds(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.FindAsync(key);
        FailNextChange(cached, FaultMoment.Before);
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => change(cached.Storage));
        await cached.FindAsync(key);

        // The server commits after the caller has given up.
        await change(cached.Memory);
        cached.Clock.Advance(TimeSpan.FromSeconds(10));

        await cached.AssertFreshAsync(key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Find_during_a_change_gets_the_stored_answer(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.FindAsync(key);
        var held = HoldNextChange(cached);
        var changing = change(cached.Storage);
        await held.Reached;

        // The change has happened and has not returned.
        await cached.AssertFreshAsync(key);
        await cached.AssertFreshAsync(key);

        held.Release();
        await changing;
        await cached.AssertFreshAsync(key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Load_that_began_during_a_change_is_never_cached(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        var changeHeld = HoldNextChange(cached, FaultMoment.Before);
        var changing = change(cached.Storage);
        await changeHeld.Reached;
        var findHeld = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
        var early = cached.FindAsync(key);
        await findHeld.Reached;

        changeHeld.Release();
        await changing;
        findHeld.Release();
        await early;

        await cached.AssertFreshAsync(key);
        await cached.AssertFreshAsync(key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Answer_read_during_a_change_is_neither_cached_nor_shared(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        var changeHeld = HoldNextChange(cached, FaultMoment.Before);
        var changing = change(cached.Storage);
        await changeHeld.Reached;
        await cached.FindAsync(key);
        var findHeld = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
        var early = cached.FindAsync(key);
        Assert.False(early.IsCompleted, "The find was answered from the cache.");

        // The change happens on the server, and its answer has not arrived. A read in memory is synchronous.
        await change(cached.Memory);
        Assert.True(cached.FindAsync(key).IsCompleted, "The find joins a read that began before the change.");
        await cached.AssertFreshAsync(key);

        findHeld.Release();
        await early;
        changeHeld.Fail(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => changing);
        await cached.AssertFreshAsync(key);
    }

    private static async Task LoadMeanwhileAsync(string name, int trials, bool changeFails = false)
    {
        await using var cached = new CachedStorage();
        var arranged = LaunchChanges.Of(name);
        for (var trial = 0; trial < trials; trial++)
        {
            var (key, change) = await arranged.ArrangeAsync(cached);
            var held = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
            var early = cached.FindAsync(key);
            await held.Reached;
            if (changeFails)
            {
                FailNextChange(cached, FaultMoment.After);
                await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => change(cached.Storage));
            }
            else
            {
                await change(cached.Storage);
            }

            // The early load completes before, during or after the late find.
            held.Release();
            await cached.AssertFreshAsync(key);
            await early;
            await cached.AssertFreshAsync(key);
        }

        cached.AssertNoLeftovers();
    }

    private static void FailNextChange(CachedStorage cached, FaultMoment moment)
        => cached.Inner.Hold(LaunchChanges.Operations, moment)
            .Fail(new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown));

    private static HeldCall HoldNextChange(CachedStorage cached, FaultMoment moment = FaultMoment.After)
        => cached.Inner.Hold(LaunchChanges.Operations, moment);
}
