using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests rule K2 with eight concurrent cleanups on two nodes and live traffic.</summary>
public sealed class CleanersTests
{
    private const int Callers = 10;

    private static readonly int _batchSize = FaultRun.Times(50, 100);
    private static readonly int _expired = FaultRun.Times(4000, 500_000);

    private readonly ConcurrentQueue<Guid> _launched = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("K1", "K2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Concurrent_cleanups_keep_live_rows_and_batch_limits_and_cause_no_error(bool batches)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await database.ExecuteAsync(
            $$"""
            INSERT INTO nonces (nonce, expires_at) SELECT 'expired ' || n, now() - n * interval '1 ms' FROM generate_series(1, {{_expired}}) AS n;
            INSERT INTO sessions (data, expires_at) SELECT '{}', now() - n * interval '1 ms' FROM generate_series(1, {{_expired}}) AS n;
            INSERT INTO nonces (nonce, expires_at) SELECT 'unexpired ' || n, now() + interval '1 hour' FROM generate_series(1, 1000) AS n;
            CREATE TABLE batches (size bigint);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO batches SELECT count(*) FROM gone; RETURN NULL; END $$;
            CREATE TRIGGER noted AFTER DELETE ON nonces REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note();
            CREATE TRIGGER noted AFTER DELETE ON sessions REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note();
            """);
        await database.ExecuteAsync("VACUUM ANALYZE");
        await using var one = Open(database, batches);
        await using var other = Open(database, batches);
        PostgreSqlLtiStorage[] nodes = [one, other];

        // Measure the callers' latency first without cleanups and then with them.
        var before = await LaunchUntilAsync(nodes, Task.CompletedTask, atLeast: FaultRun.Times(1, 200));
        var cleaners = Enumerable.Range(0, 8).Select(i => Task.Run(() => nodes[i % 2].CleanupAsync(Token).AsTask(), Token)).ToArray();
        var cleaned = Task.WhenAll(cleaners);
        var during = await LaunchUntilAsync(nodes, cleaned, atLeast: 1);
        var results = await cleaned;

        // Rows that callers replaced before a cleanup reached them were not removed by it.
        var replaced = await database.QueryAsync<long>("SELECT count(*) FROM nonces WHERE nonce LIKE 'expired%'");
        Assert.InRange(results.Sum(result => result.Nonces), _expired - replaced, _expired);
        Assert.Equal(_expired, results.Sum(result => result.Sessions));
        Assert.All(results, result => Assert.True(result.Completed));
        Assert.InRange(await database.QueryAsync<long>("SELECT max(size) FROM batches"), 1, _batchSize);
        Assert.Equal(1000L, await database.QueryAsync<long>("SELECT count(*) FROM nonces WHERE nonce LIKE 'unexpired%'"));
        Assert.Equal(0L, await database.QueryAsync<long>("SELECT count(*) FROM nonces WHERE expires_at <= now()"));
        Assert.Equal(0L, await database.QueryAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        Assert.NotEmpty(_launched);
        foreach (var id in _launched)
        {
            Assert.NotNull(await one.FindSessionAsync(id, Token));
        }

        var (usual, meanwhile) = (Percentile(before), Percentile(during));
        FaultRun.Note(
            $"{results.Sum(result => result.Nonces + result.Sessions)} rows removed by 8 cleaners while {during.Count} calls were made; "
            + $"their 99th percentile {meanwhile.TotalMilliseconds:F1} ms, {usual.TotalMilliseconds:F1} ms before.");
        if (FaultRun.IsLong)
        {
            Assert.True(meanwhile <= 2 * usual, $"The 99th percentile is {meanwhile / usual:F1} times the value before.");
        }
    }

    private static PostgreSqlLtiStorage Open(TestDatabase database, bool batches) => database.Open(
        text => text.MaxPoolSize = 20, options => options.BatchCalls = batches, new LtiStorageOptions { CleanupBatchSize = _batchSize });

    private static TimeSpan Percentile(IReadOnlyCollection<TimeSpan> times) => times.Order().ElementAt(times.Count * 99 / 100);

    /// <summary>Completes launches and claims nonces over expired ones. Returns the duration of each call.</summary>
    private async Task<IReadOnlyCollection<TimeSpan>> LaunchUntilAsync(PostgreSqlLtiStorage[] nodes, Task end, int atLeast)
    {
        var times = new ConcurrentQueue<TimeSpan>();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                var node = nodes[caller % nodes.Length];
                for (var i = 1; !end.IsCompleted || i <= atLeast; i++)
                {
                    var (nonce, session) = (Sample.Nonce(), Sample.Session());
                    await TimedAsync(node.StoreNonceAsync(nonce, cancellationToken: Token).AsTask());
                    await TimedAsync(CompleteAsync(node, nonce, session));
                    await TimedAsync(node.ClaimNonceAsync($"expired {(i * Callers) + caller}", cancellationToken: Token).AsTask());
                    _launched.Enqueue(session.Id);
                }
            },
            Token)));
        return times;

        async Task TimedAsync(Task call)
        {
            var began = TimeProvider.System.GetTimestamp();
            await call;
            times.Enqueue(TimeProvider.System.GetElapsedTime(began));
        }
    }

    private static async Task CompleteAsync(PostgreSqlLtiStorage node, string nonce, LtiSession session)
        => Assert.Equal(NonceOutcome.Consumed, await node.CompleteLaunchAsync(nonce, session, cancellationToken: Token));
}
