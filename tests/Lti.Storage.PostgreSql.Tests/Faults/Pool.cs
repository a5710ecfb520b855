using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Whether a storage's pool is whole: a connection that a fault had left in use would be missing.</summary>
internal static class Pool
{
    /// <summary>As many calls as the pool has connections must be able to wait on the server at once, and all must then succeed.</summary>
    public static async Task AssertIsWholeAsync(ILtiStorage storage, TestDatabase database, int size)
    {
        var token = TestContext.Current.CancellationToken;
        var nonces = Enumerable.Range(0, size).Select(_ => $"pool {Guid.NewGuid():N}").ToList();
        foreach (var nonce in nonces)
        {
            await storage.StoreNonceAsync(nonce, cancellationToken: token);
        }

        Task<NonceOutcome>[] consumes;
        await using (var holder = await database.ConnectAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync(token);
            await using var command = new NpgsqlCommand("SELECT FROM nonces WHERE nonce LIKE 'pool %' FOR UPDATE", holder);
            await command.ExecuteNonQueryAsync(token);
            consumes = [.. nonces.Select(nonce => storage.ConsumeNonceAsync(nonce, token).AsTask())];
            await Eventually.TrueAsync(
                async () => await database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == size,
                token);
        }

        Assert.All(await Task.WhenAll(consumes), outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
    }
}
