using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Checks that logins with the same state or nonce in one batch get the answers that they would get alone.</summary>
public sealed class BatchedLoginTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private BatchingStorage? _batching;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private BatchingStorage Batching => _batching!;

    private PostgreSqlLtiStorage Storage => Batching.Storage;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _batching = BatchingStorage.Open(_database);
    }

    [Theory, Rule("G1")]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Batch_of_64_logins_with_one_state_or_nonce_stores_one(bool sameState, bool sameNonce)
    {
        var login = Sample.Login();
        var logins = Enumerable.Range(0, 64).Select(i => login with
        {
            State = sameState ? login.State : $"state {i}",
            Nonce = sameNonce ? login.Nonce : $"nonce {i}",
        });

        var begun = await BeginAsync(logins);

        Assert.Equal([("BeginLogin", 64)], Batching.Measured.Sent);
        Assert.Single(begun, outcome => outcome is null);
        var other = sameNonce ? LtiEntity.Nonce : LtiEntity.Login;
        Assert.Equal(63, begun.Count(outcome => outcome == other || (sameState && outcome == LtiEntity.Login)));
        Assert.Equal(1L, await _database!.QueryAsync<long>(
            $"SELECT count(*) FROM nonces WHERE state = '{login.State}' OR nonce = '{login.Nonce}'"));
    }

    [Fact, Rule("G1")]
    public async Task Login_that_lost_by_its_nonce_leaves_its_state_to_a_later_login_of_the_batch()
    {
        var (first, third) = (Sample.Login(), Sample.Login());
        var second = third with { Nonce = first.Nonce };
        await Storage.StoreNonceAsync("taken", cancellationToken: Token);
        var taken = Sample.Login() with { Nonce = "taken" };
        var fifth = Sample.Login() with { State = taken.State };

        var begun = await BeginAsync([first, second, third, taken, fifth]);

        Assert.Equal([null, LtiEntity.Nonce, null, LtiEntity.Nonce, null], begun);
        Assert.Equal(third.Nonce, (await Storage.FindLoginAsync(third.State, Token))!.Nonce);
        Assert.Equal(fifth.Nonce, (await Storage.FindLoginAsync(fifth.State, Token))!.Nonce);
    }

    [Fact, Rule("G1")]
    public async Task Batch_of_logins_replaces_expired_states_and_nonces()
    {
        LtiLogin[] expired = [Sample.Login(), Sample.Login(), Sample.Login()];
        foreach (var login in expired)
        {
            await Storage.BeginLoginAsync(login, TimeSpan.FromMicroseconds(1), Token);
        }

        // The last takes the state of one expired login and the nonce of another.
        LtiLogin[] logins = [Sample.Login() with { State = expired[0].State }, expired[1], expired[2] with { Nonce = expired[0].Nonce }];

        Assert.Equal([null, null, null], await BeginAsync(logins));
        foreach (var login in logins)
        {
            Assert.Equal(login.Nonce, (await Storage.FindLoginAsync(login.State, Token))!.Nonce);
        }
    }

    [Fact, Rule("G2")]
    public async Task Batched_find_returns_its_own_login_beside_duplicates_and_misses()
    {
        LtiLogin[] logins = [Sample.Login(), Sample.Login() with { DeploymentId = "deployment", StorageTarget = "frame" }, Sample.Login(), Sample.Login()];
        Assert.Equal([null, null, null], await BeginAsync(logins[..3]));
        await Storage.BeginLoginAsync(logins[3], TimeSpan.FromMicroseconds(1), Token);
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(logins[2].Nonce, Token));

        var found = await Task.WhenAll(await Batching.BatchAsync(
            new[] { logins[1].State, "unknown", logins[0].State, logins[2].State, logins[3].State, logins[1].State }
                .Select(state => (Func<ValueTask<LtiLogin?>>)(() => Storage.FindLoginAsync(state, Token)))));

        Assert.Equal([logins[1], null, logins[0], null, null, logins[1]], found.Select(login => login is null ? null : login with { ExpiresAt = null }));
        Assert.Contains(("FindLogin", 6), Batching.Measured.Sent);
    }

    [Fact, Rule("G3", "L5")]
    public async Task Batch_of_64_launches_with_one_login_has_one_winner()
    {
        var (login, other) = (Sample.Login(), Sample.Login());
        Assert.Equal([null, null], await BeginAsync([login, other]));
        var sessions = Enumerable.Range(0, 64).Select(_ => Sample.Session()).ToList();

        // Every fourth state is of another login, and every eighth call is by the nonce alone.
        var outcomes = await Task.WhenAll(await Batching.BatchAsync(sessions.Select((session, i) => (Func<ValueTask<NonceOutcome>>)(() =>
            i % 8 == 7 ? Storage.CompleteLaunchAsync(login.Nonce, session, cancellationToken: Token)
            : i % 4 == 0 ? Storage.CompleteLaunchAsync(login with { State = other.State }, session, cancellationToken: Token)
            : Storage.CompleteLaunchAsync(login, session, cancellationToken: Token)))));

        Assert.Contains(("CompleteLaunch", 64), Batching.Measured.Sent);
        Assert.Single(outcomes, NonceOutcome.Consumed);
        Assert.Equal(16, outcomes.Count(outcome => outcome == NonceOutcome.Unknown));
        Assert.Equal(47, outcomes.Count(outcome => outcome == NonceOutcome.AlreadyUsed));
        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
        Assert.NotNull(await Storage.FindLoginAsync(other.State, Token));
        foreach (var (session, outcome) in sessions.Zip(outcomes))
        {
            Assert.Equal(outcome == NonceOutcome.Consumed, await Storage.FindSessionAsync(session.Id, Token) is not null);
        }
    }

    [Fact, Rule("C6")]
    public async Task Batched_find_returns_its_own_client_beside_duplicates_and_misses()
    {
        var one = await Storage.AddClientAsync(
            Sample.Client() with { IsEnabled = false, Endpoints = Sample.Endpoints with { TokenAudience = "audience" } }, Token);
        var other = await Storage.AddClientAsync(Sample.Client(), Token);

        var found = await Task.WhenAll(await Batching.BatchAsync(
            () => Storage.FindClientAsync(other.Issuer, other.ClientId, Token),
            () => Storage.FindClientAsync(other.Issuer, "unknown", Token),
            () => Storage.FindClientAsync(one.Issuer, one.ClientId, Token),
            () => Storage.FindClientAsync(other.Issuer, other.ClientId, Token)));

        Assert.Equal([other, null, one, other], found);
        Assert.Equal([("FindClient", 4)], Batching.Measured.Sent);
    }

    [Fact, Rule("C6")]
    public async Task Batched_finds_return_their_own_lists_of_clients_in_order_beside_duplicates_and_misses()
    {
        var (one, other) = (Sample.Client(), Sample.Client());
        List<LtiClient> clients = [];
        foreach (var client in new[] { one, other, one with { ClientId = "second" }, one with { ClientId = "third", IsEnabled = false } })
        {
            clients.Add(await Storage.AddClientAsync(client, Token));
        }

        foreach (var client in new[] { clients[0], clients[3] })
        {
            await Storage.EnsureDeploymentAsync(client.Id, "1", cancellationToken: Token);
        }

        var ofIssuers = await Task.WhenAll(await Batching.BatchAsync(
            () => Storage.FindClientsAsync(one.Issuer, cancellationToken: Token),
            () => Storage.FindClientsAsync("unknown", cancellationToken: Token),
            () => Storage.FindClientsAsync(other.Issuer, cancellationToken: Token),
            () => Storage.FindClientsAsync(one.Issuer, cancellationToken: Token)));
        var ofDeployments = await Task.WhenAll(await Batching.BatchAsync(
            () => Storage.FindClientsAsync(other.Issuer, "1", Token),
            () => Storage.FindClientsAsync(one.Issuer, "1", Token),
            () => Storage.FindClientsAsync(one.Issuer, "unknown", Token),
            () => Storage.FindClientsAsync(one.Issuer, "1", Token)));

        Assert.Equal([[clients[0], clients[2], clients[3]], [], [clients[1]], [clients[0], clients[2], clients[3]]], ofIssuers);
        Assert.Equal([[], [clients[0], clients[3]], [], [clients[0], clients[3]]], ofDeployments);
        Assert.Equal([("FindClients", 4), ("FindDeployedClients", 4)], Batching.Measured.Sent);
    }

    public async ValueTask DisposeAsync()
    {
        await Batching.DisposeAsync();
        await _database!.DisposeAsync();
    }

    /// <summary>Begins logins in one batch. The answer is null where a login was stored, or what is taken.</summary>
    private async Task<LtiEntity?[]> BeginAsync(IEnumerable<LtiLogin> logins)
        => await Task.WhenAll(await Batching.BatchAsync(logins.Select(login => (Func<ValueTask<LtiEntity?>>)(() => BeginAsync(login)))));

    private async ValueTask<LtiEntity?> BeginAsync(LtiLogin login)
    {
        try
        {
            await Storage.BeginLoginAsync(login, cancellationToken: Token);
            return null;
        }
        catch (LtiConflictException e)
        {
            return e.Entity;
        }
    }
}
