using Lti.Storage.PostgreSql.Internal.Schema;
using Lti.Storage.PostgreSql.Tests.Faults;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>Checks that migrations run step by step with one transaction for each step.</summary>
public sealed class StepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int[] Versions { get; } = [.. Migration.All.Select(migration => migration.Version)];

    [Fact]
    public async Task Interrupted_migration_keeps_its_completed_steps_and_the_next_run_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await OtherSystem.CreateAsync(database, version: 2);
        var log = new CapturingLoggerFactory();
        await using var storage = database.Open(log: log);
        await using (var reader = await database.ConnectAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync(Token);
            await using (var read = new NpgsqlCommand("SELECT FROM sessions", reader))
            {
                await read.ExecuteNonQueryAsync(Token);
            }

            using var cancel = new CancellationTokenSource();
            var migration = storage.Schema.MigrateAsync(cancel.Token);
            await log.FirstAsync(line => line.Message.Contains("migration 4", StringComparison.Ordinal), Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);
        }

        var status = await storage.Schema.GetStatusAsync(Token);
        Assert.Equal(Versions.Where(version => version > 3), status.MissingVersions);
        Assert.Equal(Versions.Where(version => version > 3), await storage.Schema.MigrateAsync(Token));
    }

    [Fact]
    public async Task Existing_index_is_skipped_without_waiting_for_a_writer_of_its_table()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await database.ExecuteAsync("DELETE FROM lti_storage_migrations WHERE version IN (1, 2, 4, 6, 7)");
        await using var writer = await database.ConnectAsync();
        await using var transaction = await writer.BeginTransactionAsync(Token);
        await using var write = new NpgsqlCommand(
            "LOCK TABLE clients, deployments, sessions, nonces, registration_sessions IN ROW EXCLUSIVE MODE", writer);
        await write.ExecuteNonQueryAsync(Token);
        await using var storage = database.Open();

        Assert.Equal([1, 2, 4, 6, 7], await storage.Schema.MigrateAsync(Token).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Token));
    }

    [Fact]
    public async Task Nodes_behind_a_transaction_pooler_migrate_concurrently_and_leave_no_lock()
    {
        await using var database = await TestDatabase.CreateAsync();
        var pooler = await RunningServer.GetPoolerAsync();
        var nodes = Enumerable.Range(0, 8)
            .Select(_ => new PostgreSqlLtiStorage(new PostgreSqlStorageOptions
            {
                ConnectionString = new NpgsqlConnectionStringBuilder(pooler.Through(database.ConnectionString)) { MaxPoolSize = 1 }.ConnectionString,
                PrepareStatements = false,
            }))
            .ToArray();

        var applied = await Task.WhenAll(nodes.Select(node => node.Schema.MigrateAsync(Token)));

        Assert.Equal(Versions, applied.SelectMany(versions => versions).Order());
        Assert.Equal(0L, await database.QueryAsync<long>(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database() AND locktype = 'advisory'"));
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Printed_sql_stops_at_a_busy_table_and_continues_when_it_is_run_again()
    {
        await using var database = await FaultCluster.CreateEmptyDatabaseAsync();
        await OtherSystem.CreateAsync(database, version: 2);
        await using (var reader = await database.ConnectAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync(Token);
            await using (var read = new NpgsqlCommand("SELECT FROM sessions", reader))
            {
                await read.ExecuteNonQueryAsync(Token);
            }

            var error = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(PostgreSqlSchema.Script()));
            Assert.Equal(PostgresErrorCodes.LockNotAvailable, error.SqlState);
        }

        await using var storage = database.Open();
        Assert.Equal(Versions.Where(version => version > 3), (await storage.Schema.GetStatusAsync(Token)).MissingVersions);

        await database.ExecuteAsync(PostgreSqlSchema.Script());
        await storage.Schema.CheckAsync(Token);
    }

    [Fact]
    public async Task Inspection_lists_the_findings_of_a_schema_and_none_for_a_valid_or_empty_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var storage = database.Open(configure: options => options.Schema = "Tool's \"own\" $$schema$$ \\");
        Assert.Empty(await storage.Schema.InspectAsync(Token));
        await storage.Schema.MigrateAsync(Token);
        Assert.Empty(await storage.Schema.InspectAsync(Token));

        await database.ExecuteAsync("""
            SET search_path TO "Tool's ""own"" $$schema$$ \";
            ALTER TABLE nonces DROP CONSTRAINT nonces_pkey;
            ALTER TABLE sessions ALTER COLUMN data DROP NOT NULL;
            RESET search_path;
            """);

        Assert.Collection(
            await storage.Schema.InspectAsync(Token),
            finding => Assert.StartsWith("nonces has no usable unique key on (nonce)", finding, StringComparison.Ordinal),
            finding => Assert.StartsWith("sessions.data may be null", finding, StringComparison.Ordinal));
    }
}
