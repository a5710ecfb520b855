using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lti.Storage.Hosting.Tests.Cleanup;

/// <summary>Tests a real host on a real server that is stopped during a batch.</summary>
public sealed class ShutdownTests
{
    private const int BatchSize = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_that_is_being_removed_when_the_host_stops_is_the_last()
    {
        await using var database = await RunningServer.CreateDatabaseAsync();
        using var host = HostOf.Storage(
            builder =>
            {
                builder.Services.Configure<LtiStorageOptions>(options => options.CleanupBatchSize = BatchSize);
                builder.UsePostgreSql(database.ConnectionString).AddCleanup(options => options.FirstRunWithin = TimeSpan.FromSeconds(1));
            },
            schema: SchemaOnStart.Migrate);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var storage = new PostgreSql.PostgreSqlLtiStorage(source))
        {
            await storage.Schema.MigrateAsync(Token);
        }

        // Each delete waits for this lock. The test sees it wait.
        await using var gate = await source.OpenConnectionAsync(Token);
        await ExecuteAsync(gate, """
            INSERT INTO nonces (nonce, expires_at) SELECT 'expired ' || n, now() - interval '1 minute' FROM generate_series(1, 100) AS n;
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(7); RETURN OLD; END';
            CREATE TRIGGER waits BEFORE DELETE ON nonces FOR EACH ROW EXECUTE FUNCTION wait();
            SELECT pg_advisory_lock(7);
            """);
        await host.StartAsync(Token);
        await using var watch = await source.OpenConnectionAsync(Token);
        await UntilAsync(watch, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND NOT granted)");

        var stop = host.StopAsync(Token);
        Assert.Equal(100L, await QueryAsync<long>(watch, "SELECT count(*) FROM nonces"));
        Assert.False(stop.IsCompleted);
        await ExecuteAsync(gate, "SELECT pg_advisory_unlock(7)");
        await stop;

        Assert.Equal(100L - BatchSize, await QueryAsync<long>(watch, "SELECT count(*) FROM nonces"));
        Assert.False(await QueryAsync<bool>(watch, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid())"));
    }

    private static async Task UntilAsync(NpgsqlConnection connection, string condition)
    {
        while (!await QueryAsync<bool>(connection, condition))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<T> QueryAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }
}
