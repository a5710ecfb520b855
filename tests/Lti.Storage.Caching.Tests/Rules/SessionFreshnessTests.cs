using Lti.Storage.Caching.Tests.Changes;
using Lti.Storage.Conformance.Faults;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>No find of a session that begins after a change has returned gets what was there before, whatever was in flight.</summary>
[CacheRule("H3")]
public sealed class SessionFreshnessTests
{
    private const int Trials = 10_000;
    private const int FewTrials = 200;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task A_change_shows_in_the_next_find(string name)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        await cached.FindAsync(session.Id);

        await change.ChangeAsync(cached.Storage, session);

        await AssertFreshAsync(cached, session);
    }

    [Theory]
    [InlineData("stored, deleted")]
    [InlineData("stored, renewed")]
    [InlineData("not stored, added")]
    public Task Of_ten_thousand_loads_that_began_before_a_change_none_puts_its_answer_back(string name) => LoadMeanwhileAsync(name, Trials);

    [Theory]
    [InlineData("stored, deleted")]
    [InlineData("stored, renewed")]
    [InlineData("not stored, added")]
    public Task Of_ten_thousand_loads_that_began_before_a_change_whose_outcome_is_unknown_none_puts_its_answer_back(string name)
        => LoadMeanwhileAsync(name, Trials, changeFails: true);

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public Task A_load_that_began_before_a_change_never_puts_its_answer_back(string name) => LoadMeanwhileAsync(name, FewTrials);

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public Task A_load_that_began_before_a_change_whose_outcome_is_unknown_never_puts_its_answer_back(string name)
        => LoadMeanwhileAsync(name, FewTrials, changeFails: true);

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task A_find_after_a_change_does_not_wait_for_a_load_that_began_before_it(string name)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        var held = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
        var early = cached.FindAsync(session.Id);
        await held.Reached;
        await change.ChangeAsync(cached.Storage, session);

        // In memory a read is over when its call returns.
        Assert.True(cached.FindAsync(session.Id).IsCompleted, "It waits for the load that began before the change.");
        await AssertFreshAsync(cached, session);
        Assert.False(early.IsCompleted);
        held.Release();
        await early;
        await AssertFreshAsync(cached, session);
    }

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task A_change_that_failed_with_an_unknown_outcome_shows_if_it_happened(string name)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        await cached.FindAsync(session.Id);
        FailNextChange(cached, FaultMoment.After);

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => change.ChangeAsync(cached.Storage, session));

        await AssertFreshAsync(cached, session);
    }

    [Fact]
    public async Task A_deletion_that_happens_after_it_has_failed_shows_soon()
    {
        await using var cached = new CachedStorage();
        var session = await cached.LaunchAsync();
        cached.Inner.Fail(nameof(ILtiStorage.DeleteSessionAsync), FaultMoment.Before, new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => cached.Storage.DeleteSessionAsync(session.Id, Token).AsTask());
        Assert.Equal(session, await cached.FindAsync(session.Id));

        // The server commits what nobody waits for any more.
        await cached.Memory.DeleteSessionAsync(session.Id, Token);
        cached.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task While_a_change_is_under_way_nothing_older_is_answered_than_others_have_seen(string name)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        await cached.FindAsync(session.Id);
        var held = cached.Inner.Hold(SessionChanges.Operations, FaultMoment.After);
        var changing = change.ChangeAsync(cached.Storage, session);
        await held.Reached;

        // It has happened, though it has not returned.
        await AssertFreshAsync(cached, session);
        await AssertFreshAsync(cached, session);

        held.Release();
        await changing;
        await AssertFreshAsync(cached, session);
    }

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task A_load_that_began_while_a_change_was_under_way_never_puts_its_answer_back(string name)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        var changeHeld = cached.Inner.Hold(SessionChanges.Operations, FaultMoment.Before);
        var changing = change.ChangeAsync(cached.Storage, session);
        await changeHeld.Reached;
        var findHeld = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
        var early = cached.FindAsync(session.Id);
        await findHeld.Reached;

        changeHeld.Release();
        await changing;
        findHeld.Release();
        await early;

        await AssertFreshAsync(cached, session);
        await AssertFreshAsync(cached, session);
    }

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task What_is_read_while_a_change_is_under_way_is_neither_used_again_nor_shared(string name)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        var changeHeld = cached.Inner.Hold(SessionChanges.Operations, FaultMoment.Before);
        var changing = change.ChangeAsync(cached.Storage, session);
        await changeHeld.Reached;
        await cached.FindAsync(session.Id);
        var findHeld = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
        var early = cached.FindAsync(session.Id);
        Assert.False(early.IsCompleted, "It was answered from the cache.");

        // It happens on the server, and its answer is still on the way. In memory a read is over when its call returns.
        await change.ChangeAsync(cached.Memory, session);
        Assert.True(cached.FindAsync(session.Id).IsCompleted, "It shares a read that began before.");
        await AssertFreshAsync(cached, session);

        findHeld.Release();
        await early;
        changeHeld.Fail(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => changing);
        await AssertFreshAsync(cached, session);
    }

    [Fact]
    public async Task A_change_of_one_session_leaves_the_others_in_the_cache()
    {
        await using var cached = new CachedStorage();
        var kept = await cached.LaunchAsync();
        await cached.FindAsync(kept.Id);
        for (var i = 0; i < 2000; i++)
        {
            var session = Any.Session();
            await cached.Storage.AddSessionAsync(session, cancellationToken: Token);
            await cached.Storage.RenewSessionAsync(session.Id, cancellationToken: Token);
            await cached.Storage.DeleteSessionAsync(session.Id, Token);
        }

        Assert.Equal(kept, await cached.FindAsync(kept.Id));
        Assert.Equal(1, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    private static async Task LoadMeanwhileAsync(string name, int trials, bool changeFails = false)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        for (var trial = 0; trial < trials; trial++)
        {
            var session = await change.ArrangeAsync(cached);
            var held = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
            var early = cached.FindAsync(session.Id);
            await held.Reached;
            if (changeFails)
            {
                FailNextChange(cached, FaultMoment.After);
                await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => change.ChangeAsync(cached.Storage, session));
            }
            else
            {
                await change.ChangeAsync(cached.Storage, session);
            }

            // The early load lands while the late find is under way; before and after it as the threads will have it.
            held.Release();
            await AssertFreshAsync(cached, session);
            await early;
            await AssertFreshAsync(cached, session);
        }

        cached.AssertNoLeftovers();
    }

    private static void FailNextChange(CachedStorage cached, FaultMoment moment)
        => cached.Inner.Hold(SessionChanges.Operations, moment).Fail(new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown));

    /// <summary>Asserts that a find gives what is stored, its expiry included.</summary>
    private static async Task AssertFreshAsync(CachedStorage cached, LtiSession session)
    {
        var stored = await cached.Memory.FindSessionAsync(session.Id, Token);
        var found = await cached.FindAsync(session.Id);
        Assert.Equal(stored, found);
        Assert.Equal(stored?.ExpiresAt, found?.ExpiresAt);
    }
}
