using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Checks that calls with the same key in one batch get the answers that they would get alone.</summary>
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
    public async Task Batch_of_64_consumes_of_one_nonce_has_one_winner()
    {
        await Storage.StoreNonceAsync("nonce", cancellationToken: Token);

        var outcomes = await Task.WhenAll(await Batching.BatchAsync(Enumerable.Repeat(() => Storage.ConsumeNonceAsync("nonce", Token), 64)));

        Assert.Equal([("ConsumeNonce", 64)], Batching.Measured.Sent);
        Assert.Single(outcomes, NonceOutcome.Consumed);
        Assert.Equal(63, outcomes.Count(outcome => outcome == NonceOutcome.AlreadyUsed));
    }

    [Fact, Rule("L5", "N3")]
    public async Task Batch_of_launches_with_one_nonce_stores_the_winners_session()
    {
        await Storage.StoreNonceAsync("nonce", cancellationToken: Token);
        var sessions = Enumerable.Range(0, 8).Select(_ => Sample.Session()).ToList();

        var outcomes = await Task.WhenAll(await Batching.BatchAsync(sessions.Select(
            session => (Func<ValueTask<NonceOutcome>>)(() => Storage.CompleteLaunchAsync("nonce", session, cancellationToken: Token)))));

        Assert.Equal([("CompleteLaunch", 8)], Batching.Measured.Sent);
        Assert.Single(outcomes, NonceOutcome.Consumed);
        foreach (var (session, outcome) in sessions.Zip(outcomes))
        {
            Assert.Equal(outcome == NonceOutcome.Consumed, await Storage.FindSessionAsync(session.Id, Token) is not null);
        }
    }

    [Fact, Rule("L5")]
    public async Task Batch_of_launches_with_one_session_id_refuses_the_second_and_leaves_its_nonce_unused()
    {
        var session = Sample.Session();
        await Storage.StoreNonceAsync("one", cancellationToken: Token);
        await Storage.StoreNonceAsync("two", cancellationToken: Token);

        var launches = await Batching.BatchAsync(
            () => Storage.CompleteLaunchAsync("one", session, cancellationToken: Token),
            () => Storage.CompleteLaunchAsync("two", session, cancellationToken: Token));

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(() => Assert.Single(launches, launch => launch.IsFaulted));
        Assert.Equal(LtiEntity.Session, conflict.Entity);
        Assert.Equal(NonceOutcome.Consumed, await Assert.Single(launches, launch => launch.IsCompletedSuccessfully));
        Assert.Single(new[] { await Storage.ConsumeNonceAsync("one", Token), await Storage.ConsumeNonceAsync("two", Token) }, outcome => outcome == NonceOutcome.Consumed);
    }

    [Fact, Rule("L5")]
    public async Task Launch_with_a_bad_nonce_is_refused_although_another_call_adds_the_same_session()
    {
        var session = Sample.Session();
        await Storage.StoreNonceAsync("good", cancellationToken: Token);

        var outcomes = await Task.WhenAll(await Batching.BatchAsync(
            () => Storage.CompleteLaunchAsync("bad", session, cancellationToken: Token),
            () => Storage.CompleteLaunchAsync("good", session, cancellationToken: Token),
            () => Storage.CompleteLaunchAsync("good", session, cancellationToken: Token)));

        Assert.Equal(NonceOutcome.Unknown, outcomes[0]);
        Assert.Equivalent(new[] { NonceOutcome.Consumed, NonceOutcome.AlreadyUsed }, outcomes[1..]);
        Assert.Equal(0, Batching.Measured.Retried);
    }

    [Theory, Rule("N1", "N5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batch_of_two_stores_of_one_nonce_keeps_the_winners_lifetime(bool claim)
    {
        TimeSpan[] lifetimes = [TimeSpan.FromHours(2), TimeSpan.FromHours(1), TimeSpan.FromHours(3)];

        var stores = await Batching.BatchAsync(lifetimes.Select(lifetime => (Func<ValueTask<bool>>)(() => claim ? Storage.ClaimNonceAsync("nonce", lifetime, Token) : StoreAsync(lifetime))));

        var won = await Task.WhenAll(stores);
        var winner = lifetimes[Array.IndexOf(won, true)];
        Assert.Single(won, true);
        Assert.Equal(0, Batching.Measured.Retried);
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
