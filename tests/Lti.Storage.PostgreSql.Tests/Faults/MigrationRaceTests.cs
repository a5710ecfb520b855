using System.Globalization;
using Lti.Storage.PostgreSql.Internal.Schema;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests many processes that migrate the same empty database concurrently.</summary>
public sealed class MigrationRaceTests : IAsyncLifetime
{
    // Makes a step of the migration wait until the test releases a lock.
    private const string WaitAtIndexes = """
        CREATE FUNCTION wait() RETURNS event_trigger LANGUAGE plpgsql SET lock_timeout = 0 AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(1); END $$;
        CREATE EVENT TRIGGER waits ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION wait();
        """;

    private readonly List<WorkerProcess> _workers = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _workers.AddRange(Enumerable.Range(0, FaultRun.Times(8, 32)).Select(_ => WorkerProcess.Start("migrate")));
        await Task.WhenAll(_workers.Select(worker => worker.ReadyAsync()));
    }

    [Fact]
    public async Task Concurrent_migrations_all_succeed()
    {
        for (var round = 0; round < FaultRun.Times(2, 50); round++)
        {
            await using var database = await FaultCluster.CreateEmptyDatabaseAsync();
            await TellAllAsync(database);
            await Task.WhenAll(_workers.Select(worker => worker.ReadyAsync()));
            await AssertMigratedOnceAsync(database);
        }

        await Task.WhenAll(_workers.Select(worker => worker.EndAsync()));
    }

    [Fact]
    [FullRun("races of migrations")]
    public async Task Waiting_migrations_finish_when_the_migrating_process_is_killed()
    {
        for (var round = 0; round < FaultRun.Times(2, 10); round++)
        {
            await using var database = await FaultCluster.CreateEmptyDatabaseAsync();
            await database.ExecuteAsync(WaitAtIndexes);
            WorkerProcess victim;
            await using (var holder = await database.ConnectAsync())
            {
                await using var transaction = await holder.BeginTransactionAsync(Token);
                await using var hold = new NpgsqlCommand("SELECT pg_advisory_xact_lock(1)", holder);
                await hold.ExecuteNonQueryAsync(Token);
                await TellAllAsync(database);

                // All other processes wait for the one that stopped in the middle.
                await Eventually.TrueAsync(async () => (await WaitingAsync(database, isMigrating: false)).Count == _workers.Count - 1, Token);
                var name = Assert.Single(await WaitingAsync(database, isMigrating: true));
                victim = _workers[int.Parse(name, CultureInfo.InvariantCulture)];
                await victim.KillAsync();
            }

            _workers.Remove(victim);
            await Task.WhenAll(_workers.Select(worker => worker.ReadyAsync()));
            await AssertMigratedOnceAsync(database);

            await victim.DisposeAsync();
            _workers.Add(WorkerProcess.Start("migrate"));
            await _workers[^1].ReadyAsync();
        }

        await Task.WhenAll(_workers.Select(worker => worker.EndAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private Task TellAllAsync(TestDatabase database) => Task.WhenAll(_workers.Select((worker, number) => worker.TellAsync(
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = $"{number}" }.ConnectionString)));

    /// <summary>Returns the numbers of the waiting processes that hold or do not hold the migration lock.</summary>
    private static Task<List<string>> WaitingAsync(TestDatabase database, bool isMigrating) => database.QueryTextsAsync($"""
        SELECT application_name FROM pg_stat_activity AS worker
        WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND {isMigrating} = EXISTS (SELECT FROM pg_locks WHERE pg_locks.pid = worker.pid AND locktype = 'advisory' AND granted)
        """);

    private static async Task AssertMigratedOnceAsync(TestDatabase database)
    {
        await using var storage = database.Open();
        await storage.Schema.CheckAsync(Token);
        Assert.Equal(
            Migration.All.Select(migration => migration.Version), await database.QueryAsync<int[]>("SELECT array_agg(version ORDER BY version) FROM lti_storage_migrations"));
        await storage.StoreNonceAsync("nonce", cancellationToken: Token);
    }
}
