using Lti.Storage.Caching.Tests.Changes;
using Lti.Storage.Conformance.Faults;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>No find that begins after a change has returned gets what was there before, whatever was in flight.</summary>
[CacheRule("H3", "H4")]
public sealed class LaunchFreshnessTests
{
    private const int Trials = 10_000;
    private const int FewTrials = 200;

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task A_change_shows_in_the_next_find(string name)
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
    public Task Of_ten_thousand_loads_that_began_before_a_change_none_puts_its_answer_back(string name) => LoadMeanwhileAsync(name, Trials);

    [Theory]
    [InlineData("found, client updated")]
    [InlineData("found, client deleted")]
    [InlineData("unknown, deployment added")]
    [InlineData("by default, client updated")]
    public Task Of_ten_thousand_loads_that_began_before_a_change_whose_outcome_is_unknown_none_puts_its_answer_back(string name)
        => LoadMeanwhileAsync(name, Trials, changeFails: true);

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public Task A_load_that_began_before_a_change_never_puts_its_answer_back(string name) => LoadMeanwhileAsync(name, FewTrials);

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public Task A_load_that_began_before_a_change_whose_outcome_is_unknown_never_puts_its_answer_back(string name)
        => LoadMeanwhileAsync(name, FewTrials, changeFails: true);

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task A_find_after_a_change_does_not_wait_for_a_load_that_began_before_it(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        var held = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
        var early = cached.FindAsync(key);
        await held.Reached;
        await change(cached.Storage);

        // In memory a read is over when its call returns.
        var late = cached.FindAsync(key);
        Assert.True(late.IsCompleted, "It waits for the load that began before the change.");
        await cached.AssertFreshAsync(key);
        var fresh = await late;
        Assert.False(early.IsCompleted);
        held.Release();
        await early;

        // What has been overtaken does not take the place of what is newer.
        await cached.AssertHitAsync(key, fresh);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task A_change_that_failed_with_an_unknown_outcome_shows_if_it_happened(string name)
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
    public async Task A_change_that_happens_after_it_has_failed_shows_soon(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.FindAsync(key);
        FailNextChange(cached, FaultMoment.Before);
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => change(cached.Storage));
        await cached.FindAsync(key);

        // The server commits what nobody waits for any more.
        await change(cached.Memory);
        cached.Clock.Advance(TimeSpan.FromSeconds(10));

        await cached.AssertFreshAsync(key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task While_a_change_is_under_way_nothing_older_is_answered_than_others_have_seen(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.FindAsync(key);
        var held = HoldNextChange(cached);
        var changing = change(cached.Storage);
        await held.Reached;

        // It has happened, though it has not returned.
        await cached.AssertFreshAsync(key);
        await cached.AssertFreshAsync(key);

        held.Release();
        await changing;
        await cached.AssertFreshAsync(key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task A_load_that_began_while_a_change_was_under_way_never_puts_its_answer_back(string name)
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
    public async Task What_is_read_while_a_change_is_under_way_is_neither_used_again_nor_shared(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        var changeHeld = HoldNextChange(cached, FaultMoment.Before);
        var changing = change(cached.Storage);
        await changeHeld.Reached;
        await cached.FindAsync(key);
        var findHeld = cached.Inner.Hold(CachedStorage.Finds, FaultMoment.After);
        var early = cached.FindAsync(key);
        Assert.False(early.IsCompleted, "It was answered from the cache.");

        // It happens on the server, and its answer is still on the way. In memory a read is over when its call returns.
        await change(cached.Memory);
        Assert.True(cached.FindAsync(key).IsCompleted, "It shares a read that began before.");
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

            // The early load lands while the late find is under way; before and after it as the threads will have it.
            held.Release();
            await cached.AssertFreshAsync(key);
            await early;
            await cached.AssertFreshAsync(key);
        }

        cached.AssertNoLeftovers();
    }

    private static void FailNextChange(CachedStorage cached, FaultMoment moment)
        => cached.Inner.Hold(LaunchChanges.Operations, moment).Fail(new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown));

    private static HeldCall HoldNextChange(CachedStorage cached, FaultMoment moment = FaultMoment.After)
        => cached.Inner.Hold(LaunchChanges.Operations, moment);
}
