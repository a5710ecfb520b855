using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Cleanup;

/// <summary>Rule K2 with many cleaners and live traffic at once.</summary>
public sealed class ConcurrentCleanupTests
{
    private const int BatchSize = 50;
    private const int Expired = 4000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("K1", "K2")]
    public async Task Many_cleaners_and_live_traffic_meet_without_error_and_no_batch_is_over_its_limit()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await database.ExecuteAsync(
            $$"""
            INSERT INTO nonces (nonce, expires_at) SELECT 'expired ' || n, now() - n * interval '1 ms' FROM generate_series(1, {{Expired}}) AS n;
            INSERT INTO sessions (data, expires_at) SELECT '{}', now() - n * interval '1 ms' FROM generate_series(1, {{Expired}}) AS n;
            CREATE TABLE batches (size bigint);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO batches SELECT count(*) FROM gone; RETURN NULL; END $$;
            CREATE TRIGGER noted AFTER DELETE ON nonces REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note();
            CREATE TRIGGER noted AFTER DELETE ON sessions REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note();
            """);
        await using var one = database.Open(storageOptions: new LtiStorageOptions { CleanupBatchSize = BatchSize });
        await using var other = database.Open(storageOptions: new LtiStorageOptions { CleanupBatchSize = BatchSize });
        PostgreSqlLtiStorage[] nodes = [one, other];

        var cleaners = Enumerable.Range(0, 8).Select(i => Task.Run(() => nodes[i % 2].CleanupAsync(Token).AsTask(), Token)).ToArray();
        var cleaned = Task.WhenAll(cleaners);
        var traffic = Enumerable.Range(0, 8).Select(i => Task.Run(() => LaunchUntilAsync(nodes[i % 2], cleaned, i), Token)).ToArray();

        var results = await cleaned;
        var launches = (await Task.WhenAll(traffic)).SelectMany(ids => ids).ToList();

        // A nonce that was stored anew before the cleaners came to it was not there to be removed.
        var replaced = await database.QueryAsync<long>("SELECT count(*) FROM nonces WHERE nonce LIKE 'expired%'");
        Assert.InRange(results.Sum(result => result.Nonces), Expired - replaced, Expired);
        Assert.Equal(Expired, results.Sum(result => result.Sessions));
        Assert.All(results, result => Assert.True(result.Completed));
        Assert.InRange(await database.QueryAsync<long>("SELECT max(size) FROM batches"), 1, BatchSize);
        Assert.NotEmpty(launches);
        foreach (var id in launches)
        {
            Assert.NotNull(await one.FindSessionAsync(id, Token));
        }

        Assert.Equal(0L, await database.QueryAsync<long>("SELECT count(*) FROM nonces WHERE expires_at <= now()"));
    }

    /// <summary>Launches, and nonces stored anew in the very place of expired ones, for as long as the cleaners run.</summary>
    private static async Task<List<Guid>> LaunchUntilAsync(PostgreSqlLtiStorage node, Task end, int caller)
    {
        List<Guid> sessions = [];
        for (var i = 1; !end.IsCompleted || i == 1; i++)
        {
            var (nonce, session) = (Sample.Nonce(), Sample.Session());
            await node.StoreNonceAsync(nonce, cancellationToken: Token);
            Assert.Equal(NonceOutcome.Consumed, await node.CompleteLaunchAsync(nonce, session, cancellationToken: Token));
            sessions.Add(session.Id);
            await node.StoreNonceAsync($"expired {(i * 8) + caller + 1}", cancellationToken: Token);
        }

        return sessions;
    }
}
