using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Calls with the same key in one statement: each answer is the one that its caller would have got alone.</summary>
public sealed class DuplicateTests : IAsyncLifetime
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

    [Fact, Rule("N3")]
    public async Task Of_64_consumes_of_one_nonce_in_one_statement_one_wins()
    {
        await Storage.StoreNonceAsync("nonce", cancellationToken: Token);

        var outcomes = await Task.WhenAll(await Batching.ShareAsync(Enumerable.Repeat(() => Storage.ConsumeNonceAsync("nonce", Token), 64)));

        Assert.Equal([("ConsumeNonce", 64)], Batching.Measured.Sent);
        Assert.Single(outcomes, NonceOutcome.Consumed);
        Assert.Equal(63, outcomes.Count(outcome => outcome == NonceOutcome.AlreadyUsed));
    }

    [Fact, Rule("L5", "N3")]
    public async Task Of_launches_with_one_nonce_and_different_sessions_the_session_of_the_one_that_wins_is_stored()
    {
        await Storage.StoreNonceAsync("nonce", cancellationToken: Token);
        var sessions = Enumerable.Range(0, 8).Select(_ => Sample.Session()).ToList();

        var outcomes = await Task.WhenAll(await Batching.ShareAsync(sessions.Select(
            session => (Func<ValueTask<NonceOutcome>>)(() => Storage.CompleteLaunchAsync("nonce", session, cancellationToken: Token)))));

        Assert.Equal([("CompleteLaunch", 8)], Batching.Measured.Sent);
        Assert.Single(outcomes, NonceOutcome.Consumed);
        foreach (var (session, outcome) in sessions.Zip(outcomes))
        {
            Assert.Equal(outcome == NonceOutcome.Consumed, await Storage.FindSessionAsync(session.Id, Token) is not null);
        }
    }

    [Fact, Rule("L5")]
    public async Task Of_launches_with_one_session_and_different_nonces_the_second_conflicts_and_its_nonce_is_unused()
    {
        var session = Sample.Session();
        await Storage.StoreNonceAsync("one", cancellationToken: Token);
        await Storage.StoreNonceAsync("two", cancellationToken: Token);

        var launches = await Batching.ShareAsync(
            () => Storage.CompleteLaunchAsync("one", session, cancellationToken: Token),
            () => Storage.CompleteLaunchAsync("two", session, cancellationToken: Token));

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(() => Assert.Single(launches, launch => launch.IsFaulted));
        Assert.Equal(LtiEntity.Session, conflict.Entity);
        Assert.Equal(NonceOutcome.Consumed, await Assert.Single(launches, launch => launch.IsCompletedSuccessfully));
        Assert.Single(new[] { await Storage.ConsumeNonceAsync("one", Token), await Storage.ConsumeNonceAsync("two", Token) }, outcome => outcome == NonceOutcome.Consumed);
    }

    [Fact, Rule("L5")]
    public async Task A_launch_with_a_bad_nonce_is_refused_even_with_a_session_that_another_in_the_statement_adds()
    {
        var session = Sample.Session();
        await Storage.StoreNonceAsync("good", cancellationToken: Token);

        var outcomes = await Task.WhenAll(await Batching.ShareAsync(
            () => Storage.CompleteLaunchAsync("bad", session, cancellationToken: Token),
            () => Storage.CompleteLaunchAsync("good", session, cancellationToken: Token),
            () => Storage.CompleteLaunchAsync("good", session, cancellationToken: Token)));

        Assert.Equal(NonceOutcome.Unknown, outcomes[0]);
        Assert.Equivalent(new[] { NonceOutcome.Consumed, NonceOutcome.AlreadyUsed }, outcomes[1..]);
        Assert.Equal(0, Batching.Measured.Repeated);
    }

    [Theory, Rule("N1", "N5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_that_bring_one_nonce_one_stores_it_with_its_own_lifetime(bool claim)
    {
        TimeSpan[] lifetimes = [TimeSpan.FromHours(2), TimeSpan.FromHours(1), TimeSpan.FromHours(3)];

        var stores = await Batching.ShareAsync(lifetimes.Select(lifetime => (Func<ValueTask<bool>>)(() => claim ? Storage.ClaimNonceAsync("nonce", lifetime, Token) : StoreAsync(lifetime))));

        var won = await Task.WhenAll(stores);
        var winner = lifetimes[Array.IndexOf(won, true)];
        Assert.Single(won, true);
        Assert.Equal(0, Batching.Measured.Repeated);
        Assert.Equal(winner.TotalHours, await _database!.QueryAsync<double>("SELECT round(extract(epoch FROM expires_at - now()) / 3600)::float8 FROM nonces WHERE nonce = 'nonce'"));

        async ValueTask<bool> StoreAsync(TimeSpan lifetime)
        {
            try
            {
                await Storage.StoreNonceAsync("nonce", lifetime, Token);
                return true;
            }
            catch (LtiConflictException)
            {
                return false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Batching.DisposeAsync();
        await _database!.DisposeAsync();
    }
}
