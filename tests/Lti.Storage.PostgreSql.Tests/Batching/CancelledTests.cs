using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Checks that a caller's token affects that caller's call alone (rule E5).</summary>
public sealed class CancelledTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("E5")]
    public async Task Call_cancelled_in_the_queue_is_never_sent_and_the_rest_of_its_batch_is()
    {
        await using var batching = BatchingStorage.Open(Database);
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        using var cancel = new CancellationTokenSource();
        Task occupied;
        Task<NonceOutcome>[] consumes;
        await using (await LockedTables.LockAsync(Database))
        {
            occupied = batching.OccupyAsync();
            consumes = [.. new[] { "a", "m", "z" }.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, nonce == "m" ? cancel.Token : Token).AsTask())];

            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => consumes[1]);
            Assert.Equal(2, batching.Measured.Waiting("ConsumeNonce"));
        }

        await occupied;
        Assert.Equal([NonceOutcome.Consumed, NonceOutcome.Consumed], await Task.WhenAll(consumes[0], consumes[2]));
        Assert.Equal([("ConsumeNonce", 2)], batching.Measured.Sent);
        Assert.Equal(NonceOutcome.Consumed, await batching.Storage.ConsumeNonceAsync("m", Token));
    }

    [Fact, Rule("E5")]
    public async Task Call_cancelled_in_flight_gets_its_answer_and_so_does_the_rest_of_its_batch()
    {
        await using var batching = BatchingStorage.Open(Database);
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        using var cancel = new CancellationTokenSource();
        Task<NonceOutcome>[] consumes;
        await using (var locked = await LockedTables.LockAsync(Database, "SELECT FROM nonces WHERE nonce = 'm' FOR UPDATE"))
        {
            var occupied = batching.OccupyAsync();
            consumes = [.. new[] { "a", "m", "z" }.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, nonce == "a" ? cancel.Token : Token).AsTask())];
            await locked.UnlockTablesAsync();
            await occupied;
            await Eventually.TrueAsync(async () => await StatementsAsync() == 1, Token);

            await cancel.CancelAsync();
        }

        Assert.All(await Task.WhenAll(consumes), outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
    }

    [Fact, Rule("E5")]
    public async Task Call_cancelled_while_its_batch_waits_for_a_connection_is_never_sent()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1 });
        await using var batching = BatchingStorage.Open(Database, configure: options => (options.ConnectionString, options.DataSource) = (null, source));
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        using var cancel = new CancellationTokenSource();

        // The pool hands out its only connection in order to the single call and the test and then the batch.
        var held = await source.OpenConnectionAsync(Token);
        var alone = batching.Storage.ConsumeNonceAsync("alone", Token).AsTask();
        var heldAgain = source.OpenConnectionAsync(Token).AsTask();
        Task<NonceOutcome>[] consumes = [.. new[] { "a", "m", "z" }.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, nonce == "m" ? cancel.Token : Token).AsTask())];
        await held.DisposeAsync();
        await alone;
        await using (await heldAgain)
        {
            await cancel.CancelAsync();
            await Eventually.TrueAsync(() => Task.FromResult(consumes[1].IsCanceled), Token);
        }

        Assert.Equal([NonceOutcome.Consumed, NonceOutcome.Consumed], await Task.WhenAll(consumes[0], consumes[2]));
        Assert.Equal([("ConsumeNonce", 2)], batching.Measured.Sent);
        Assert.Equal(NonceOutcome.Consumed, await batching.Storage.ConsumeNonceAsync("m", Token));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private Task<long> StatementsAsync() => Database.QueryAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
}
