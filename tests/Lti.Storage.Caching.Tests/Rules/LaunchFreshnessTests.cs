using Lti.Storage.Caching.Tests.Changes;
using Lti.Storage.Testing;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A find about clients that begins after a change has returned never gets an older answer.</summary>
[CacheRule("H3", "H4")]
public sealed class LaunchFreshnessTests
{
    private const int Trials = 10_000;
    private const int FewTrials = 200;

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Change_shows_in_the_next_find(string name, string asked)
    {
        await using var cached = new CachedStorage();
        var find = ClientFinds.Of(asked);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.AssertHitAsync(find, key, await find.AskAsync(cached.Storage, key));

        await change(cached.Storage);

        await cached.AssertFreshAsync(find, key);
        await cached.AssertHitAsync(find, key, await find.AskAsync(cached.Storage, key));
    }

    [Theory]
    [InlineData("found, client updated", "launch")]
    [InlineData("found, client deleted", "launch")]
    [InlineData("unknown, deployment added", "launch")]
    [InlineData("by default, client updated", "launch")]
    [InlineData("found, client disabled", "client")]
    [InlineData("unknown, client added", "client")]
    [InlineData("found, another client of the issuer added", "clients of the issuer")]
    [InlineData("found, deployment of another client ensured", "clients with the deployment")]
    public Task Ten_thousand_loads_that_began_before_a_change_are_never_cached(string name, string asked)
        => LoadMeanwhileAsync(name, asked, Trials);

    [Theory]
    [InlineData("found, client updated", "launch")]
    [InlineData("found, client deleted", "launch")]
    [InlineData("unknown, deployment added", "launch")]
    [InlineData("by default, client updated", "launch")]
    [InlineData("found, client disabled", "client")]
    [InlineData("unknown, client added", "client")]
    [InlineData("found, another client of the issuer added", "clients of the issuer")]
    [InlineData("found, deployment of another client ensured", "clients with the deployment")]
    public Task Ten_thousand_loads_that_began_before_a_change_of_unknown_outcome_are_never_cached(string name, string asked)
        => LoadMeanwhileAsync(name, asked, Trials, changeFails: true);

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public Task Load_that_began_before_a_change_is_never_cached(string name, string asked) => LoadMeanwhileAsync(name, asked, FewTrials);

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public Task Load_that_began_before_a_change_of_unknown_outcome_is_never_cached(string name, string asked)
        => LoadMeanwhileAsync(name, asked, FewTrials, changeFails: true);

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Find_after_a_change_does_not_join_a_load_that_began_before_it(string name, string asked)
    {
        await using var cached = new CachedStorage();
        var find = ClientFinds.Of(asked);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        var held = cached.Inner.Hold(find.Operation, FaultMoment.After);
        var early = find.AskAsync(cached.Storage, key);
        await held.Reached;
        await change(cached.Storage);

        // A read in memory is synchronous.
        var late = find.AskAsync(cached.Storage, key);
        Assert.True(late.IsCompleted, "The find waits for the load that began before the change.");
        await cached.AssertFreshAsync(find, key);
        var fresh = await late;
        Assert.False(early.IsCompleted);
        held.Release();
        await early;

        // An overtaken answer does not replace a newer one.
        await cached.AssertHitAsync(find, key, fresh);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Change_of_unknown_outcome_shows_if_it_happened(string name, string asked)
    {
        await using var cached = new CachedStorage();
        var find = ClientFinds.Of(asked);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await find.AskAsync(cached.Storage, key);
        FailNextChange(cached, FaultMoment.After);

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => change(cached.Storage));

        await cached.AssertFreshAsync(find, key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Change_that_happens_after_its_call_failed_shows_in_ten_seconds(string name, string asked)
    {
        await using var cached = new CachedStorage();
        var find = ClientFinds.Of(asked);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await find.AskAsync(cached.Storage, key);
        FailNextChange(cached, FaultMoment.Before);
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => change(cached.Storage));
        await find.AskAsync(cached.Storage, key);

        // The server commits after the caller has given up.
        await change(cached.Memory);
        cached.Clock.Advance(TimeSpan.FromSeconds(10));

        await cached.AssertFreshAsync(find, key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Find_during_a_change_gets_the_stored_answer(string name, string asked)
    {
        await using var cached = new CachedStorage();
        var find = ClientFinds.Of(asked);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await find.AskAsync(cached.Storage, key);
        var held = HoldNextChange(cached);
        var changing = change(cached.Storage);
        await held.Reached;

        // The change has happened and has not returned.
        await cached.AssertFreshAsync(find, key);
        await cached.AssertFreshAsync(find, key);

        held.Release();
        await changing;
        await cached.AssertFreshAsync(find, key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Load_that_began_during_a_change_is_never_cached(string name, string asked)
    {
        await using var cached = new CachedStorage();
        var find = ClientFinds.Of(asked);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        var changeHeld = HoldNextChange(cached, FaultMoment.Before);
        var changing = change(cached.Storage);
        await changeHeld.Reached;
        var findHeld = cached.Inner.Hold(find.Operation, FaultMoment.After);
        var early = find.AskAsync(cached.Storage, key);
        await findHeld.Reached;

        changeHeld.Release();
        await changing;
        findHeld.Release();
        await early;

        await cached.AssertFreshAsync(find, key);
        await cached.AssertFreshAsync(find, key);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Pairs), MemberType = typeof(LaunchChanges))]
    public async Task Answer_read_during_a_change_is_neither_cached_nor_shared(string name, string asked)
    {
        await using var cached = new CachedStorage();
        var find = ClientFinds.Of(asked);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        var changeHeld = HoldNextChange(cached, FaultMoment.Before);
        var changing = change(cached.Storage);
        await changeHeld.Reached;
        await find.AskAsync(cached.Storage, key);
        var findHeld = cached.Inner.Hold(find.Operation, FaultMoment.After);
        var early = find.AskAsync(cached.Storage, key);
        Assert.False(early.IsCompleted, "The find was answered from the cache.");

        // The change happens on the server, and its answer has not arrived. A read in memory is synchronous.
        await change(cached.Memory);
        Assert.True(find.AskAsync(cached.Storage, key).IsCompleted, "The find joins a read that began before the change.");
        await cached.AssertFreshAsync(find, key);

        findHeld.Release();
        await early;
        changeHeld.Fail(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => changing);
        await cached.AssertFreshAsync(find, key);
    }

    [Fact]
    public void Every_change_changes_an_answer_and_every_answer_changes()
    {
        var pairs = LaunchChanges.Pairs.Select(pair => pair.Data).ToList();

        Assert.Equal(
            LaunchChanges.All.Select(change => change.Name),
            pairs.Select(pair => pair.Item1).Distinct(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal(ClientFinds.All.Count, pairs.Select(pair => pair.Item2).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Change_shows_in_the_next_login_and_the_one_after_it_asks_nothing(string name)
    {
        await using var cached = new CachedStorage();
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        Func<ILtiStorage, ValueTask<ResolvedLogin>>[] logins =
        [
            storage => storage.ResolveLoginAsync(key.Issuer, key.ClientId),
            storage => storage.ResolveLoginAsync(key.Issuer, clientId: null, key.DeploymentId),
            storage => storage.ResolveLoginAsync(key.Issuer),
        ];
        foreach (var login in logins)
        {
            await login(cached.Storage);
        }

        await change(cached.Storage);

        foreach (var login in logins)
        {
            var expected = await login(cached.Memory);
            Assert.Equal(expected, await login(cached.Storage));
            var calls = Calls();
            Assert.Equal(expected, await login(cached.Storage));
            Assert.Equal(calls, Calls());
        }

        int Calls() => ClientFinds.All.Select(find => find.Operation).Distinct(StringComparer.Ordinal).Sum(cached.Inner.CallsOf);
    }

    private static async Task LoadMeanwhileAsync(string name, string asked, int trials, bool changeFails = false)
    {
        await using var cached = new CachedStorage();
        var find = ClientFinds.Of(asked);
        var arranged = LaunchChanges.Of(name);
        for (var trial = 0; trial < trials; trial++)
        {
            var (key, change) = await arranged.ArrangeAsync(cached);
            var held = cached.Inner.Hold(find.Operation, FaultMoment.After);
            var early = find.AskAsync(cached.Storage, key);
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
            await cached.AssertFreshAsync(find, key);
            await early;
            await cached.AssertFreshAsync(find, key);
        }

        cached.AssertNoLeftovers();
    }

    private static void FailNextChange(CachedStorage cached, FaultMoment moment)
        => cached.Inner.Hold(LaunchChanges.Operations, moment)
            .Fail(new LtiStorageUnavailableException("Broken off.", LtiWorkOutcome.Unknown));

    private static HeldCall HoldNextChange(CachedStorage cached, FaultMoment moment = FaultMoment.After)
        => cached.Inner.Hold(LaunchChanges.Operations, moment);
}
