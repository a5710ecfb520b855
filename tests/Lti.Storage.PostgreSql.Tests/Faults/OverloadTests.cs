using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests far more callers than connections.</summary>
public sealed class OverloadTests
{
    private const int PoolSize = 2;
    private const int Callers = 200;

    // Each attempt takes about a second.
    private const int MaxAttempts = 100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Each caller retries until it consumes its nonce, so a failed attempt must not have consumed it.</summary>
    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_without_a_connection_time_out_as_not_applied_and_the_storage_recovers(bool batches)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var storage = database.Open(text => (text.MaxPoolSize, text.Timeout) = (PoolSize, 1), options => options.BatchCalls = batches);
        for (var round = 0; round < FaultRun.Times(1, 20); round++)
        {
            var nonces = await StoreNoncesAsync(database);
            var failures = 0;
            Task[] consumes;
            await using (await storage.OpenPatientlyAsync())
            await using (await storage.OpenPatientlyAsync())
            {
                consumes = [.. nonces.Select(nonce => ConsumeAsync(storage, nonce, () => Interlocked.Increment(ref failures)))];
                await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref failures) >= Callers), Token);
            }

            await Task.WhenAll(consumes);
            FaultRun.Note($"Batching {batches}: {failures} calls of {Callers} callers were NotApplied before each nonce was consumed.");
        }

        await Pool.AssertIsWholeAsync(storage, PoolSize);
    }

    /// <summary>Calls in flight continue and succeed while the waiting calls time out.</summary>
    [Theory, Rule("F1", "E5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_that_hold_the_connections_succeed_during_an_overload(bool batches)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var storage = database.Open(
            text => (text.MaxPoolSize, text.Timeout) = (PoolSize, 1), options => (options.BatchCalls, options.Batching) = (batches, new BatchLimits()));
        var nonces = await StoreNoncesAsync(database);
        var launched = nonces[..PoolSize];
        var failures = 0;
        await using (await storage.OpenPatientlyAsync())
        await using (await storage.OpenPatientlyAsync())
        {
            // The launches find the pool's connections open. A new one could take longer than the timeout.
        }

        Task<NonceOutcome>[] launches;
        Task[] consumes;
        await using (var holder = await database.ConnectAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync(Token);
            await using var command = new NpgsqlCommand("SELECT FROM nonces FOR UPDATE", holder);
            await command.ExecuteNonQueryAsync(Token);

            // Single or batched: these are sent immediately and wait for the rows.
            launches = [.. launched.Select(nonce => storage.CompleteLaunchAsync(nonce, Sample.Session(), cancellationToken: Token).AsTask())];
            consumes = [.. nonces[PoolSize..].Select(nonce => ConsumeAsync(storage, nonce, () => Interlocked.Increment(ref failures)))];
            await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref failures) >= Callers), Token);
        }

        Assert.All(await Task.WhenAll(launches), outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
        await Task.WhenAll(consumes);
        await Pool.AssertIsWholeAsync(storage, PoolSize);
    }

    private static Task<List<string>> StoreNoncesAsync(TestDatabase database) => database.QueryTextsAsync(
        $"INSERT INTO nonces (nonce, expires_at) SELECT gen_random_uuid()::text, now() + interval '1 hour' FROM generate_series(1, {Callers}) RETURNING nonce");

    private static async Task ConsumeAsync(PostgreSqlLtiStorage storage, string nonce, Action failed)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync(nonce, Token));
                return;
            }
            catch (LtiStorageUnavailableException e) when (attempt < MaxAttempts)
            {
                Assert.Equal(LtiWorkOutcome.NotApplied, e.Outcome);
                failed();
            }
        }
    }
}
