using System.Transactions;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Tests connections for work outside the storage.</summary>
public sealed class OpenConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_comes_from_the_storages_pool()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open(configure: options => options.MaxPoolSize = 1);

        int held;
        Task<LtiClient?> waiting;
        await using (var connection = await storage.OpenConnectionAsync(Token))
        {
            held = connection.ProcessID;
            waiting = storage.FindClientAsync(new ClientKey(Guid.NewGuid()), Token).AsTask();
            Assert.False(waiting.IsCompleted);
            await using var command = new NpgsqlCommand("SELECT count(*) FROM clients", connection);
            Assert.Equal(0L, await command.ExecuteScalarAsync(Token));
        }

        Assert.Null(await waiting);
        await using var again = await storage.OpenConnectionAsync(Token);
        Assert.Equal(held, again.ProcessID);
    }

    [Fact]
    public async Task Connection_ignores_an_ambient_transaction()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open();
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await using var connection = await storage.OpenConnectionAsync(Token);
            await using var command = new NpgsqlCommand("INSERT INTO nonces (nonce, expires_at) VALUES ('n', now())", connection);
            await command.ExecuteNonQueryAsync(Token);
        }

        Assert.Equal(1L, await database.QueryAsync<long>("SELECT count(*) FROM nonces"));
    }

    [Fact]
    public async Task Missing_database_is_unavailable()
    {
        await using var storage = new PostgreSqlLtiStorage("Host=127.0.0.1;Port=1");

        var e = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.OpenConnectionAsync(Token));

        Assert.Equal(LtiWorkOutcome.NotApplied, e.Outcome);
    }
}
