using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests batches that were never sent or whose outcome is unknown. Each call of the batch gets the error.</summary>
public sealed class BrokenOffTests : IAsyncLifetime
{
    private const string EndOthers = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'victim'";

    /// <summary>Inserts two nonces and makes the commit of their use wait for a lock after the answer's rows.</summary>
    private const string CommitsWait = """
        INSERT INTO nonces SELECT unnest('{a,m}'::text[]), now() + interval '1 hour';
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER waits AFTER UPDATE ON nonces DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait();
        """;

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact, Rule("F1", "F2")]
    public async Task Lost_connection_leaves_the_outcome_of_each_batched_write_unknown()
    {
        await using var batching = BatchingStorage.Open(Database, text => text.ApplicationName = "victim");
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,m,z}'::text[]), now() + interval '1 hour'");
        Task<NonceOutcome>[] launches;
        await using (var locked = await LockedTables.LockAsync(Database, "SELECT FROM nonces WHERE nonce = 'm' FOR UPDATE"))
        {
            var occupied = batching.OccupyAsync();
            launches = [.. new[] { "a", "m", "z" }.Select(nonce => batching.Storage.CompleteLaunchAsync(nonce, Sample.Session(), cancellationToken: Token).AsTask())];
            await locked.UnlockTablesAsync();
            await occupied;
            await WaitingAsync();
            await Database.ExecuteAsync(EndOthers);
        }

        var errors = await Task.WhenAll(launches.Select(launch => Assert.ThrowsAsync<LtiStorageUnavailableException>(() => launch)));
        Assert.All(errors, error => Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome));
        Assert.Equal(3, errors.Distinct().Count());
        Assert.Equal(0, batching.Measured.Retried);
        Assert.Equal(NonceOutcome.Consumed, await batching.Storage.ConsumeNonceAsync("m", Token));
    }

    [Fact, Rule("F1", "N3")]
    public async Task Lost_connection_at_the_commit_leaves_each_batched_write_unknown_although_its_rows_arrived()
    {
        await using var batching = BatchingStorage.Open(Database, text => text.ApplicationName = "victim");
        await Database.ExecuteAsync(CommitsWait);
        Task<NonceOutcome>[] consumes;
        await using (var locked = await LockedTables.LockAsync(Database, "SELECT pg_advisory_xact_lock(1)"))
        {
            var occupied = batching.OccupyAsync();
            consumes = [.. new[] { "a", "m" }.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, Token).AsTask())];
            await locked.UnlockTablesAsync();
            await occupied;
            await WaitingAsync();
            await Database.ExecuteAsync(EndOthers);
        }

        var errors = await Task.WhenAll(consumes.Select(consume => Assert.ThrowsAsync<LtiStorageUnavailableException>(() => consume)));
        Assert.All(errors, error => Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome));
        Assert.Equal(NonceOutcome.Consumed, await batching.Storage.ConsumeNonceAsync("m", Token));
    }

    [Fact, Rule("F1", "E5")]
    public Task Command_timeout_leaves_each_batched_write_unknown() => AssertUnknownAsync(
        batches: true,
        "INSERT INTO nonces SELECT unnest('{a,m}'::text[]), now() + interval '1 hour'",
        hold: "SELECT FROM nonces WHERE nonce = 'm' FOR UPDATE");

    [Theory, Rule("F1", "E5", "N3")]
    [InlineData(true)]
    [InlineData(false)]
    public Task Command_timeout_at_the_commit_leaves_each_write_unknown_although_its_rows_arrived(bool batches)
        => AssertUnknownAsync(batches, CommitsWait, hold: "SELECT pg_advisory_xact_lock(1)");

    [Fact, Rule("F1", "E5")]
    public async Task Command_timeout_of_a_batched_find_is_not_applied()
    {
        await using var batching = BatchingStorage.Open(Database, configure: options => options.CommandTimeout = TimeSpan.FromSeconds(1));
        await using var locked = await LockedTables.LockAsync(Database, tables: "sessions");

        Task<LtiSession?>[] finds = [.. Enumerable.Range(0, 3).Select(_ => batching.Storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask())];

        var errors = await Task.WhenAll(finds.Select(find => Assert.ThrowsAsync<LtiStorageUnavailableException>(() => find)));
        Assert.All(errors, error => Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome));
        Assert.Equal([("FindSession", 2)], batching.Measured.Sent);
    }

    [Fact, Rule("F1", "F2")]
    public async Task Each_batched_find_is_retried_alone_after_a_lost_connection()
    {
        await using var batching = BatchingStorage.Open(Database, text => text.ApplicationName = "victim");
        var sessions = new[] { Sample.Session(), Sample.Session() };
        await batching.Storage.AddSessionAsync(sessions[0], cancellationToken: Token);
        await batching.Storage.AddSessionAsync(sessions[1], cancellationToken: Token);
        var locked = await LockedTables.LockAsync(Database, tables: "sessions");
        var occupied = batching.Storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask();
        Task<LtiSession?>[] finds = [.. sessions.Select(session => batching.Storage.FindSessionAsync(session.Id, Token).AsTask())];
        await WaitingAsync(1);

        // This lock is queued behind the call that waits, so it holds the table when the batch arrives.
        var lockedAgain = LockedTables.LockAsync(Database, tables: "sessions");
        await WaitingAsync(2);
        await locked.DisposeAsync();
        await occupied;
        await using (await lockedAgain)
        {
            await WaitingAsync(1);
            await Database.ExecuteAsync(EndOthers);
        }

        Assert.Equal(sessions, await Task.WhenAll(finds));
        Assert.Equal(2, batching.Measured.Retried);
    }

    [Fact, Rule("F1")]
    public async Task Batch_without_a_connection_is_not_applied()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using var storage = new PostgreSqlLtiStorage(source);
        await using (await source.OpenPatientlyAsync())
        {
            Task[] consumes = [.. Enumerable.Range(0, 4).Select(i => storage.ConsumeNonceAsync($"{i}", Token).AsTask())];

            var errors = await Task.WhenAll(consumes.Select(consume => Assert.ThrowsAsync<LtiStorageUnavailableException>(() => consume)));

            Assert.All(errors, error => Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome));
            Assert.Equal(4, errors.Distinct().Count());
        }

        Assert.Equal(NonceOutcome.Unknown, await storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("F1")]
    public async Task Call_that_arrives_during_a_failed_wait_for_a_connection_is_sent_with_the_next_batch()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = source, Batching = new BatchLimits() });
        Task<NonceOutcome> late;
        await using (await source.OpenPatientlyAsync())
        {
            Task<NonceOutcome>[] early = [.. Enumerable.Range(0, 3).Select(_ => ConsumeAsync())];
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => early[0]);

            // The attempt for the other two calls has begun.
            late = ConsumeAsync();
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => early[1]);
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => early[2]);
        }

        Assert.Equal(NonceOutcome.Unknown, await late);

        Task<NonceOutcome> ConsumeAsync() => storage.ConsumeNonceAsync("nonce", Token).AsTask();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task AssertUnknownAsync(bool batches, string prepare, string hold)
    {
        await using var batching = BatchingStorage.Open(
            Database,
            configure: options => (options.CommandTimeout, options.LockTimeout, options.BatchCalls) = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), batches));
        await Database.ExecuteAsync(prepare);
        await using var locked = await LockedTables.LockAsync(Database, hold);
        var occupied = batching.OccupyAsync();
        Task<NonceOutcome>[] consumes = [.. new[] { "a", "m" }.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, Token).AsTask())];
        await locked.UnlockTablesAsync();
        await occupied;

        var errors = await Task.WhenAll(consumes.Select(consume => Assert.ThrowsAsync<LtiStorageUnavailableException>(() => consume)));

        Assert.All(errors, error => Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome));
    }

    private Task WaitingAsync(int statements = 1) => Eventually.TrueAsync(
        async () => await Database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == statements, Token);
}
