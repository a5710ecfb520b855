using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>Checks that timeouts that the server's operator set for ordinary work do not end a migration.</summary>
public sealed class ServerTimeoutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ServerVersion.Usual, "statement_timeout")]
    [InlineData(ServerVersion.Usual, "lock_timeout")]
    [InlineData(ServerVersion.Newer, "statement_timeout")]
    [InlineData(ServerVersion.Newer, "lock_timeout")]
    [InlineData(ServerVersion.Newer, "transaction_timeout")]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Migration_waits_for_another_node_for_longer_than_the_servers_timeout(ServerVersion version, string timeout)
    {
        await using var database = await TestDatabase.CreateAsync(version);
        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand(Internal.Schema.MigrationScript.Lock("public"), other))
        {
            await hold.ExecuteNonQueryAsync(Token);
        }

        await database.ExecuteAsync($"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {timeout} = ''2s''', current_database()); END $$");
        await using var storage = database.Open();

        var migration = storage.Schema.MigrateAsync(Token);
        await Eventually.TrueAsync(async () => migration.IsCompleted || await HasWaitedAsync(database), Token);
        await transaction.CommitAsync(Token);

        Assert.Equal(Enumerable.Range(1, Internal.Schema.Migration.Latest), await migration);
    }

    [Theory]
    [InlineData(ServerVersion.Usual)]
    [InlineData(ServerVersion.Newer)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Migration_over_a_slow_network_outlasts_the_servers_timeout_for_idle_transactions(ServerVersion version)
    {
        await using var database = await TestDatabase.CreateAsync(version);
        await database.ExecuteAsync(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = ''40ms''', current_database()); END $$");

        // Each answer and the next statement cross the network, so the server idles for 60 ms between two statements of a transaction.
        var text = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var network = new TcpProxy(text.Host!, text.Port) { Delay = TimeSpan.FromMilliseconds(30) };
        await using var storage = database.Open(connection => (connection.Host, connection.Port) = ("127.0.0.1", network.Port));

        Assert.Equal(Enumerable.Range(1, Internal.Schema.Migration.Latest), await storage.Schema.MigrateAsync(Token));
    }

    // Measured by the server's clock as twice the timeout, which is long enough for a new connection on a busy machine.
    private static Task<bool> HasWaitedAsync(TestDatabase database) => database.QueryAsync<bool>(
        """
        SELECT EXISTS (
            SELECT FROM pg_stat_activity JOIN pg_locks USING (pid)
            WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted AND xact_start < clock_timestamp() - interval '4 seconds')
        """);
}
