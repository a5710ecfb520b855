using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Causes errors of a real server during launches and checks that nothing is half written.</summary>
/// <remarks>Each error must have the class that the documentation gives it.</remarks>
public sealed class ServerErrorTests : IAsyncLifetime
{
    private const string LastNonce = "SELECT FROM nonces WHERE nonce = 'nonce 7' FOR UPDATE";

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await FaultCluster.CreateDatabaseAsync();

    [Theory, Rule("F1", "L5")]
    [InlineData("statement_timeout=3s", "57014", false)]
    [InlineData("statement_timeout=3s", "57014", true)]
    [InlineData("lock_timeout=300ms", "55P03", false)]
    [InlineData("lock_timeout=300ms", "55P03", true)]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Timeout_of_the_server_leaves_nothing_of_the_calls_that_waited(string setting, string sqlState, bool batches)
    {
        await using var storage = Open(batches, $"-c {setting}");
        var launches = await ConcurrentLaunches.PrepareAsync(storage);
        (NonceOutcome? Outcome, LtiStorageUnavailableException? Error)[] results;
        await using (await HoldAsync(LastNonce))
        {
            results = await launches.CompleteAsync(storage);
        }

        // The other calls succeed even when they were in the batch that failed.
        Assert.All(results[..^1], result => Assert.Equal(NonceOutcome.Consumed, result.Outcome));
        Assert.Contains(sqlState, results[^1].Error?.Message, StringComparison.Ordinal);
        await launches.AssertNoneIsHalfDoneAsync(storage, results);
    }

    [Theory, Rule("F1", "N2", "L5")]
    [InlineData("repeatable\\ read", false)]
    [InlineData("repeatable\\ read", true)]
    [InlineData("serializable", false)]
    [InlineData("serializable", true)]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Serialization_failure_is_retried_without_an_error(string level, bool batches)
    {
        await using var storage = Open(batches, $"-c default_transaction_isolation={level}");
        var launches = await ConcurrentLaunches.PrepareAsync(storage);
        Task<(NonceOutcome? Outcome, LtiStorageUnavailableException? Error)[]> completed;
        await using (var holder = await HoldAsync("UPDATE nonces SET used_at = now() WHERE nonce = 'nonce 7'"))
        {
            completed = launches.CompleteAsync(storage);
            await WaitingAsync("transactionid");
            await holder.CommitAsync();
        }

        var results = await completed;
        Assert.Equal([.. Enumerable.Repeat<NonceOutcome?>(NonceOutcome.Consumed, 7), NonceOutcome.AlreadyUsed], results.Select(result => result.Outcome));
        await launches.AssertNoneIsHalfDoneAsync(storage, results);
    }

    [Theory, Rule("F1", "L5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deadlock_is_retried_without_an_error(bool batches)
    {
        // A launch that has its nonce passes two gates before its session is written.
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_advisory_xact_lock_shared(1); PERFORM pg_advisory_xact_lock_shared(2); RETURN NEW; END';
            CREATE TRIGGER passes BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION pass();
            """);
        await using var storage = Open(batches, "-c deadlock_timeout=10ms");
        var launches = await ConcurrentLaunches.PrepareAsync(storage);
        await storage.StoreNonceAsync("first 0", cancellationToken: Token);
        await storage.StoreNonceAsync("first 1", cancellationToken: Token);
        Task<(NonceOutcome? Outcome, LtiStorageUnavailableException? Error)[]> completed;
        await using (var second = await HoldAsync("SET LOCAL deadlock_timeout = '1h'; SELECT pg_advisory_xact_lock(2)"))
        {
            Task waits;
            List<Task> occupied = [];
            await using (await HoldAsync("SELECT pg_advisory_xact_lock(1)"))
            {
                // The statements in flight end without reaching a gate, so the next batch has all eight launches.
                await using (var first = await HoldAsync("UPDATE nonces SET used_at = now() WHERE nonce LIKE 'first %'"))
                {
                    for (var i = 0; i < 2; i++)
                    {
                        occupied.Add(storage.CompleteLaunchAsync($"first {i}", Sample.Session(), cancellationToken: Token).AsTask());
                    }

                    completed = launches.CompleteAsync(storage);
                    await first.CommitAsync();
                }

                await Eventually.TrueAsync(() => IsHeldAsync("nonce 7"), Token);

                // The holder of the second gate waits for the last launch, and the last launch waits for that holder.
                waits = second.ExecuteAsync(LastNonce);
                await WaitingAsync("transactionid", LastNonce[..11]);
            }

            await waits;
            await second.CommitAsync();
            await Task.WhenAll(occupied);
        }

        var results = await completed;
        Assert.All(results, result => Assert.Equal(NonceOutcome.Consumed, result.Outcome));
        await launches.AssertNoneIsHalfDoneAsync(storage, results);
    }

    [Theory, Rule("F1", "F2", "L5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Full_disk_leaves_nothing_and_the_storage_works_once_there_is_room(bool batches)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a device that is always full.");
        await using var storage = Open(batches);
        var launches = await ConcurrentLaunches.PrepareAsync(storage);
        (NonceOutcome? Outcome, LtiStorageUnavailableException? Error)[] results;
        await using (await FullDisk.OfAsync(Database, "sessions"))
        {
            results = await launches.CompleteAsync(storage);
        }

        Assert.All(results, result => Assert.Contains("53100", result.Error?.Message, StringComparison.Ordinal));
        await launches.AssertNoneIsHalfDoneAsync(storage, results);
    }

    [Theory, Rule("F1", "L5")]
    [InlineData("53200", false, false)]
    [InlineData("53200", false, true)]
    [InlineData("58030", false, false)]
    [InlineData("58030", false, true)]
    [InlineData("58030", true, false)]
    [InlineData("58030", true, true)]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Lack_of_memory_or_a_failing_disk_leaves_nothing(string sqlState, bool atCommit, bool batches)
    {
        await using var storage = Open(batches);
        var launches = await ConcurrentLaunches.PrepareAsync(storage);

        // A test cannot cause these errors, so a trigger raises them immediately or at the commit after the row of the answer.
        var trigger = atCommit
            ? "CONSTRAINT TRIGGER refuses AFTER INSERT ON sessions DEFERRABLE INITIALLY DEFERRED"
            : "TRIGGER refuses BEFORE INSERT ON sessions";
        await Database.ExecuteAsync(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION USING ERRCODE = ''{sqlState}''; END';
            CREATE {trigger} FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        var results = await launches.CompleteAsync(storage);
        await Database.ExecuteAsync("DROP TRIGGER refuses ON sessions");

        Assert.All(results, result => Assert.Contains(sqlState, result.Error?.Message, StringComparison.Ordinal));
        await launches.AssertNoneIsHalfDoneAsync(storage, results);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private PostgreSqlLtiStorage Open(bool batches, string? settings = null) => Database.Open(text => text.Options = settings, options => options.BatchCalls = batches);

    private async Task<Holder> HoldAsync(string sql)
    {
        var connection = await Database.ConnectAsync();
        var holder = new Holder(connection, await connection.BeginTransactionAsync(Token));
        await holder.ExecuteAsync(sql);
        return holder;
    }

    private Task WaitingAsync(string wait, string query = "") => Eventually.TrueAsync(
        () => Database.QueryAsync<bool>(
            $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = '{wait}' AND query LIKE '{query}%')"), Token);

    private Task<bool> IsHeldAsync(string nonce)
        => Database.QueryAsync<bool>($"SELECT NOT EXISTS (SELECT FROM nonces WHERE nonce = '{nonce}' FOR UPDATE SKIP LOCKED)");

    private sealed class Holder(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(Token);
        }

        public Task CommitAsync() => transaction.CommitAsync(Token);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
