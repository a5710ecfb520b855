using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>A shared statement of which it is not known whether it happened, or that was never sent: each of its calls is told so.</summary>
public sealed class BrokenOffTests : IAsyncLifetime
{
    private const string EndOthers = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'victim'";

    /// <summary>Two nonces, whose use is answered before its commit waits for a lock.</summary>
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
    public async Task Of_a_broken_connection_each_write_is_told_that_its_outcome_is_unknown()
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
        Assert.Equal(0, batching.Measured.Repeated);
        Assert.Equal(NonceOutcome.Consumed, await batching.Storage.ConsumeNonceAsync("m", Token));
    }

    [Fact, Rule("F1", "N3")]
    public async Task Of_a_connection_that_is_ended_at_the_commit_after_all_rows_of_the_answer_nobody_is_told_that_it_happened()
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
    public Task The_command_time_out_of_a_shared_statement_leaves_each_write_unknown() => AssertUnknownAsync(
        batches: true,
        "INSERT INTO nonces SELECT unnest('{a,m}'::text[]), now() + interval '1 hour'",
        hold: "SELECT FROM nonces WHERE nonce = 'm' FOR UPDATE");

    [Theory, Rule("F1", "E5", "N3")]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_command_time_out_at_the_commit_after_all_rows_of_the_answer_leaves_each_write_unknown(bool batches)
        => AssertUnknownAsync(batches, CommitsWait, hold: "SELECT pg_advisory_xact_lock(1)");

    [Fact, Rule("F1", "E5")]
    public async Task The_command_time_out_of_a_shared_find_leaves_nothing_in_doubt()
    {
        await using var batching = BatchingStorage.Open(Database, configure: options => options.CommandTimeout = TimeSpan.FromSeconds(1));
        await using var locked = await LockedTables.LockAsync(Database, tables: "sessions");

        Task<LtiSession?>[] finds = [.. Enumerable.Range(0, 3).Select(_ => batching.Storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask())];

        var errors = await Task.WhenAll(finds.Select(find => Assert.ThrowsAsync<LtiStorageUnavailableException>(() => find)));
        Assert.All(errors, error => Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome));
        Assert.Equal([("FindSession", 2)], batching.Measured.Sent);
    }

    [Fact, Rule("F1", "F2")]
    public async Task Finds_are_repeated_each_on_its_own_when_their_connection_was_ended()
    {
        await using var batching = BatchingStorage.Open(Database, text => text.ApplicationName = "victim");
        var sessions = new[] { Sample.Session(), Sample.Session() };
        await batching.Storage.AddSessionAsync(sessions[0], cancellationToken: Token);
        await batching.Storage.AddSessionAsync(sessions[1], cancellationToken: Token);
        var locked = await LockedTables.LockAsync(Database, tables: "sessions");
        var occupied = batching.Storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask();
        Task<LtiSession?>[] finds = [.. sessions.Select(session => batching.Storage.FindSessionAsync(session.Id, Token).AsTask())];
        await WaitingAsync(1);

        // Granted after the one that waits already, so that it holds the table when the shared statement comes.
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
        Assert.Equal(2, batching.Measured.Repeated);
    }

    [Fact, Rule("F1")]
    public async Task Where_no_connection_can_be_had_each_is_told_that_nothing_was_done()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using var storage = new PostgreSqlLtiStorage(source);
        await using (await source.OpenConnectionAsync(Token))
        {
            Task[] consumes = [.. Enumerable.Range(0, 4).Select(i => storage.ConsumeNonceAsync($"{i}", Token).AsTask())];

            var errors = await Task.WhenAll(consumes.Select(consume => Assert.ThrowsAsync<LtiStorageUnavailableException>(() => consume)));

            Assert.All(errors, error => Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome));
            Assert.Equal(4, errors.Distinct().Count());
        }

        Assert.Equal(NonceOutcome.Unknown, await storage.ConsumeNonceAsync("nonce", Token));
    }

    [Fact, Rule("F1")]
    public async Task Who_came_while_a_connection_was_waited_for_in_vain_is_sent_with_the_next()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = source, Batching = new BatchLimits() });
        Task<NonceOutcome> late;
        await using (await source.OpenConnectionAsync(Token))
        {
            Task<NonceOutcome>[] early = [.. Enumerable.Range(0, 3).Select(_ => ConsumeAsync())];
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => early[0]);

            // The attempt for the other two has begun.
            late = ConsumeAsync();
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => early[1]);
            await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => early[2]);
        }

        Assert.Equal(NonceOutcome.Unknown, await late);

        Task<NonceOutcome> ConsumeAsync() => storage.ConsumeNonceAsync("nonce", Token).AsTask();
    }

    [Fact]
    public async Task Calls_that_wait_when_the_storage_is_closed_end()
    {
        await using var batching = BatchingStorage.Open(Database);
        Task occupied;
        Task[] consumes;
        await using (await LockedTables.LockAsync(Database))
        {
            occupied = batching.OccupyAsync();
            consumes = [.. Enumerable.Range(0, 4).Select(i => batching.Storage.ConsumeNonceAsync($"{i}", Token).AsTask())];
            await Eventually.TrueAsync(
                () => Database.QueryAsync<bool>("SELECT count(*) = 8 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"), Token);
            await batching.Storage.DisposeAsync();
        }

        await occupied;
        foreach (var consume in consumes)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => consume);
        }
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task AssertUnknownAsync(bool batches, string prepare, string hold)
    {
        await using var batching = BatchingStorage.Open(
            Database, configure: options => (options.CommandTimeout, options.BatchCalls) = (TimeSpan.FromSeconds(1), batches));
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
