using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests batches that were rolled back. Each call is retried alone and only the call at fault fails.</summary>
public sealed class RolledBackTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("L5", "E3")]
    public async Task Taken_session_id_fails_its_own_launch_alone()
    {
        await using var batching = BatchingStorage.Open(Database);
        var taken = Sample.Session();
        await batching.Storage.AddSessionAsync(taken, cancellationToken: Token);
        await Database.ExecuteAsync("INSERT INTO nonces SELECT n, now() + interval '1 hour' FROM generate_series(0, 7) AS n");

        var launches = await batching.BatchAsync(Enumerable.Range(0, 8).Select(i => (Func<ValueTask<NonceOutcome>>)(
            () => batching.Storage.CompleteLaunchAsync($"{i}", i == 5 ? taken : Sample.Session(), cancellationToken: Token))));

        Assert.Equal([("CompleteLaunch", 8)], batching.Measured.Sent);
        Assert.Equal(8, batching.Measured.Retried);
        Assert.Equal(LtiEntity.Session, (await Assert.ThrowsAsync<LtiConflictException>(() => launches[5])).Entity);
        Assert.All(await Task.WhenAll(launches.Where((_, i) => i != 5)), outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
        Assert.Equal(NonceOutcome.Consumed, await batching.Storage.ConsumeNonceAsync("5", Token));
    }

    [Fact, Rule("F1")]
    public async Task Lock_timeout_of_the_server_fails_the_waiting_call_alone()
    {
        await using var batching = BatchingStorage.Open(Database, text => text.Options = "-c lock_timeout=300");
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        await using var row = await Database.ConnectAsync();
        await using var transaction = await row.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand("SELECT FROM nonces WHERE nonce = 'm' FOR UPDATE", row, transaction);
        await command.ExecuteNonQueryAsync(Token);

        // The lock timeout would apply to table locks too, so a call that waits for the same row occupies the queue.
        var first = batching.Storage.ConsumeNonceAsync("m", Token).AsTask();
        Task<NonceOutcome>[] consumes = [.. new[] { "a", "m", "z" }.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, Token).AsTask())];

        Assert.Equal(NonceOutcome.Consumed, await consumes[0]);
        Assert.Equal(NonceOutcome.Consumed, await consumes[2]);
        foreach (var call in new[] { first, consumes[1] })
        {
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => call);
            Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
            Assert.Contains("55P03", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, batching.Measured.Retried);
    }

    [Fact, Rule("F1", "N3")]
    public async Task Error_at_the_commit_fails_the_call_at_fault_alone_although_all_rows_arrived()
    {
        await using var batching = BatchingStorage.Open(Database);
        await Database.ExecuteAsync(
            """
            INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour';
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE CONSTRAINT TRIGGER refused AFTER UPDATE ON nonces DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.nonce = 'm') EXECUTE FUNCTION refuse();
            """);

        var consumes = await batching.BatchAsync(new[] { "a", "m", "z" }.Select(nonce => (Func<ValueTask<NonceOutcome>>)(() => batching.Storage.ConsumeNonceAsync(nonce, Token))));

        await Assert.ThrowsAsync<LtiStorageException>(() => consumes[1]);
        Assert.Equal([NonceOutcome.Consumed, NonceOutcome.Consumed], await Task.WhenAll(consumes[0], consumes[2]));
        Assert.Equal(["a", "z"], await Database.QueryTextsAsync("SELECT nonce FROM nonces WHERE used_at IS NOT NULL AND length(nonce) = 1 ORDER BY nonce"));
        Assert.Equal(3, batching.Measured.Retried);
    }

    [Theory, Rule("F1", "N3")]
    [InlineData("repeatable\\ read")]
    [InlineData("serializable")]
    public async Task Calls_that_lose_a_race_get_their_outcome_at_every_isolation_level(string level)
    {
        await using var batching = BatchingStorage.Open(Database, text => text.Options = $"-c default_transaction_isolation={level}");
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        Task<NonceOutcome>[] consumes;
        await using (var locked = await LockedTables.LockAsync(Database, "UPDATE nonces SET used_at = now() WHERE nonce = 'm'"))
        {
            var occupied = batching.OccupyAsync();
            consumes = [.. new[] { "a", "m", "z" }.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, Token).AsTask())];
            await locked.UnlockTablesAsync();
            await occupied;
            await WaitingAsync();

            // Another transaction used the nonce and the statement's snapshot does not show its commit (40001).
            await locked.CommitAsync();
        }

        Assert.Equal([NonceOutcome.Consumed, NonceOutcome.AlreadyUsed, NonceOutcome.Consumed], await Task.WhenAll(consumes));
        Assert.Equal(3, batching.Measured.Retried);
    }

    [Fact, Rule("S1")]
    public async Task Unreadable_row_fails_its_own_find_alone()
    {
        // The longest lifetime ends after the last instant of this caller's clock, and so can't be told.
        var clock = new FakeTimeProvider(DateTimeOffset.MaxValue - TimeSpan.FromDays(365));
        await using var batching = BatchingStorage.Open(Database, clock: clock);
        var (session, broken) = (Sample.Session(), Guid.NewGuid());
        await batching.Storage.AddSessionAsync(session, cancellationToken: Token);
        await Database.ExecuteAsync($"INSERT INTO sessions VALUES ('{broken}', '{{}}', '20000-01-01')");

        var finds = await batching.BatchAsync(() => batching.Storage.FindSessionAsync(broken, Token), () => batching.Storage.FindSessionAsync(session.Id, Token));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => finds[0]);
        Assert.Equal(session, await finds[1]);
        Assert.Equal(2, batching.Measured.Retried);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private Task WaitingAsync(int statements = 1) => Eventually.TrueAsync(
        async () => await Database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == statements, Token);
}
