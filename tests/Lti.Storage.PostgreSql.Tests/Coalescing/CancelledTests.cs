using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Coalescing;

/// <summary>One caller's token is nobody else's (rule E5).</summary>
public sealed class CancelledTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("E5")]
    public async Task One_that_is_cancelled_while_it_waits_is_never_sent_and_the_others_are()
    {
        await using var sharing = SharingStorage.Open(Database);
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        using var cancel = new CancellationTokenSource();
        Task occupied;
        Task<NonceOutcome>[] consumes;
        await using (await LockedTables.LockAsync(Database))
        {
            occupied = sharing.OccupyAsync();
            consumes = [.. new[] { "a", "m", "z" }.Select(nonce => sharing.Storage.ConsumeNonceAsync(nonce, nonce == "m" ? cancel.Token : Token).AsTask())];

            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => consumes[1]);
            Assert.Equal(2, sharing.Measured.Waiting("ConsumeNonce"));
        }

        await occupied;
        Assert.Equal([NonceOutcome.Consumed, NonceOutcome.Consumed], await Task.WhenAll(consumes[0], consumes[2]));
        Assert.Equal([("ConsumeNonce", 2)], sharing.Measured.Sent);
        Assert.Equal(NonceOutcome.Consumed, await sharing.Storage.ConsumeNonceAsync("m", Token));
    }

    [Fact, Rule("E5")]
    public async Task One_that_is_cancelled_after_it_was_sent_gets_its_answer_and_so_do_the_others()
    {
        await using var sharing = SharingStorage.Open(Database);
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        using var cancel = new CancellationTokenSource();
        Task<NonceOutcome>[] consumes;
        await using (var locked = await LockedTables.LockAsync(Database, "SELECT FROM nonces WHERE nonce = 'm' FOR UPDATE"))
        {
            var occupied = sharing.OccupyAsync();
            consumes = [.. new[] { "a", "m", "z" }.Select(nonce => sharing.Storage.ConsumeNonceAsync(nonce, nonce == "a" ? cancel.Token : Token).AsTask())];
            await locked.UnlockTablesAsync();
            await occupied;
            await Eventually.TrueAsync(async () => await StatementsAsync() == 1, Token);

            await cancel.CancelAsync();
        }

        Assert.All(await Task.WhenAll(consumes), outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private Task<long> StatementsAsync() => Database.QueryAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
}
