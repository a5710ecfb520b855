using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Failures;

/// <summary>Tests a connection string with a primary and a synchronous standby. Writes go to the current primary.</summary>
public sealed class SeveralHostsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("F1", "F2")]
    public async Task Storage_continues_with_all_acknowledged_writes_after_the_standby_is_promoted()
    {
        await using var primary = (await PostgreSqlCluster.TryStartAsync(new ServerOptions { IsDurable = false }, Token)).OrSkip(Assert.Skip);
        await using var standby = await primary.StartStandbyAsync(cancellationToken: Token);

        // The standby comes first, so a storage that uses the first host that answers would fail.
        var text = new NpgsqlConnectionStringBuilder(primary.AdminConnectionString) { Host = $"127.0.0.1:{standby.Port},127.0.0.1:{primary.Port}", HostRecheckSeconds = 1 };
        await using var storage = new PostgreSqlLtiStorage(text.ConnectionString);
        await storage.Schema.MigrateAsync(Token);
        await storage.StoreNonceAsync("used", cancellationToken: Token);
        await storage.StoreNonceAsync("unused", cancellationToken: Token);
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("used", Token));

        await primary.KillAsync(Token);
        await standby.PromoteAsync(Token);
        await ExecuteAsync(standby, "ALTER SYSTEM RESET synchronous_standby_names");
        await ExecuteAsync(standby, "SELECT pg_reload_conf()");

        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return await storage.ClaimNonceAsync($"{Guid.NewGuid()}", cancellationToken: Token);
                }
                catch (LtiStorageUnavailableException)
                {
                    return false;
                }
            },
            Token);
        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync("used", Token));
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("unused", Token));
    }

    private static async Task ExecuteAsync(PostgreSqlCluster cluster, string sql)
    {
        await using var source = NpgsqlDataSource.Create(cluster.AdminConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
