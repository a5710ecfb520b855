using Lti.Storage.Caching.Tests.Changes;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A find that begins after a change of its session has returned never gets an older answer.</summary>
[CacheRule("H3")]
public sealed class SessionFreshnessTests
{
    private const int Trials = 10_000;
    private const int FewTrials = 200;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task Change_shows_in_the_next_find(string name)
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
    public Task Ten_thousand_loads_that_began_before_a_change_are_never_cached(string name) => LoadMeanwhileAsync(name, Trials);

    [Theory]
    [InlineData("stored, deleted")]
    [InlineData("stored, renewed")]
    [InlineData("not stored, added")]
    public Task Ten_thousand_loads_that_began_before_a_change_of_unknown_outcome_are_never_cached(string name)
        => LoadMeanwhileAsync(name, Trials, changeFails: true);

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public Task Load_that_began_before_a_change_is_never_cached(string name) => LoadMeanwhileAsync(name, FewTrials);

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public Task Load_that_began_before_a_change_of_unknown_outcome_is_never_cached(string name)
        => LoadMeanwhileAsync(name, FewTrials, changeFails: true);

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task Find_after_a_change_does_not_join_a_load_that_began_before_it(string name)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        var held = cached.Inner.Hold(CachedStorage.SessionFinds, FaultMoment.After);
        var early = cached.FindAsync(session.Id);
        await held.Reached;
        await change.ChangeAsync(cached.Storage, session);

        // A read in memory is synchronous.
        Assert.True(cached.FindAsync(session.Id).IsCompleted, "The find waits for the load that began before the change.");
        await AssertFreshAsync(cached, session);
        Assert.False(early.IsCompleted);
        held.Release();
        await early;

        // An overtaken answer does not replace a newer one. The absence of a session is not cached.
        var calls = cached.Inner.CallsOf(CachedStorage.SessionFinds);
        await AssertFreshAsync(cached, session);
        Assert.Equal(await cached.FindAsync(session.Id) is null ? calls + 2 : calls, cached.Inner.CallsOf(CachedStorage.SessionFinds));
    }

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task Change_of_unknown_outcome_shows_if_it_happened(string name)
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
    public async Task Deletion_that_happens_after_its_call_failed_shows_in_ten_seconds()
    {
        await using var cached = new CachedStorage();
        var session = await cached.LaunchAsync();
        cached.Inner.Fail(nameof(ILtiStorage.DeleteSessionAsync), FaultMoment.Before, new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => cached.Storage.DeleteSessionAsync(session.Id, Token).AsTask());
        Assert.Equal(session, await cached.FindAsync(session.Id));

        // The server commits after the caller has given up.
        await cached.Memory.DeleteSessionAsync(session.Id, Token);
        cached.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task Find_during_a_change_gets_the_stored_answer(string name)
    {
        await using var cached = new CachedStorage();
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        await cached.FindAsync(session.Id);
        var held = cached.Inner.Hold(SessionChanges.Operations, FaultMoment.After);
        var changing = change.ChangeAsync(cached.Storage, session);
        await held.Reached;

        // The change has happened and has not returned.
        await AssertFreshAsync(cached, session);
        await AssertFreshAsync(cached, session);

        held.Release();
        await changing;
        await AssertFreshAsync(cached, session);
    }

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task Load_that_began_during_a_change_is_never_cached(string name)
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
    public async Task Answer_read_during_a_change_is_neither_cached_nor_shared(string name)
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
        Assert.False(early.IsCompleted, "The find was answered from the cache.");

        // The change happens on the server, and its answer has not arrived. A read in memory is synchronous.
        await change.ChangeAsync(cached.Memory, session);
        Assert.True(cached.FindAsync(session.Id).IsCompleted, "The find joins a read that began before the change.");
        await AssertFreshAsync(cached, session);

        findHeld.Release();
        await early;
        changeHeld.Fail(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => changing);
        await AssertFreshAsync(cached, session);
    }

    [Fact]
    public async Task Change_of_one_session_leaves_other_sessions_cached()
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

    [Fact]
    public async Task Change_in_progress_leaves_almost_all_other_sessions_cached()
    {
        const int Sessions = 50;
        await using var cached = new CachedStorage();
        List<LtiSession> sessions = [];
        for (var i = 0; i < Sessions; i++)
        {
            sessions.Add(await cached.LaunchAsync());
            await cached.FindAsync(sessions[i].Id);
        }

        cached.Storage.Sessions!.BeginChange(Guid.NewGuid());
        foreach (var session in sessions)
        {
            Assert.Equal(session, await cached.FindAsync(session.Id));
        }

        // Sessions share slots: a session in the same slot is read once more.
        Assert.InRange(cached.Inner.CallsOf(CachedStorage.SessionFinds), Sessions, Sessions + 5);
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

            // The early load completes before, during or after the late find.
            held.Release();
            await AssertFreshAsync(cached, session);
            await early;
            await AssertFreshAsync(cached, session);
        }

        cached.AssertNoLeftovers();
    }

    private static void FailNextChange(CachedStorage cached, FaultMoment moment)
        => cached.Inner.Hold(SessionChanges.Operations, moment)
            .Fail(new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown));

    /// <summary>Asserts that a find gets the stored session with its expiry.</summary>
    private static async Task AssertFreshAsync(CachedStorage cached, LtiSession session)
    {
        var stored = await cached.Memory.FindSessionAsync(session.Id, Token);
        var found = await cached.FindAsync(session.Id);
        Assert.Equal(stored, found);
        Assert.Equal(stored?.ExpiresAt, found?.ExpiresAt);
    }
}
