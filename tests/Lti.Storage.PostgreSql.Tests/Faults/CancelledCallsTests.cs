using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Batching;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests callers that cancel all the time and at any moment.</summary>
public sealed class CancelledCallsTests
{
    private const int Calls = 1000;

    // On a busy machine the thread pool keeps a few threads more. A leak is one for each of hundreds of cancelled calls.
    private const int SpareThreads = 8;
    private const int PoolSize = 8;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs rounds of fifty calls. Some are in flight and the rest wait for a connection or in the queue.</summary>
    [Theory, Rule("E5", "N3", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_calls_are_applied_if_they_were_sent_and_never_otherwise(bool batches)
    {
        const int Round = 50;
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var storage = database.Open(
            text => text.MaxPoolSize = PoolSize, options => (options.BatchCalls, options.Batching) = (batches, new BatchLimits()));
        var sent = 0;
        for (var calls = 0; calls < Calls; calls += Round)
        {
            var nonces = Enumerable.Range(0, Round).Select(_ => Sample.Nonce()).ToList();
            await Task.WhenAll(nonces.Select(nonce => storage.StoreNonceAsync(nonce, cancellationToken: Token).AsTask()));
            using var cancel = new CancellationTokenSource();
            Task<NonceOutcome?>[] consumes;

            // The first calls complete while the table is free for a moment, so that batches too are in flight at the cancellation.
            var locked = await LockedTables.LockAsync(database, tables: "nonces");
            consumes = [.. nonces.Select(nonce => ConsumeAsync(storage, nonce, cancel.Token))];
            var first = batches ? 2 : PoolSize;
            await WaitingAsync(database, first);
            var lockedAgain = LockedTables.LockAsync(database, tables: "nonces");
            await WaitingAsync(database, first + 1);
            await locked.DisposeAsync();
            await using (await lockedAgain)
            {
                await WaitingAsync(database, batches ? 1 : PoolSize, () => Array.TrueForAll(consumes, consume => consume.IsCompleted));
                await cancel.CancelAsync();
            }

            var outcomes = await Task.WhenAll(consumes);
            sent += outcomes.Count(outcome => outcome is not null);
            var again = await Task.WhenAll(nonces.Select(nonce => storage.ConsumeNonceAsync(nonce, Token).AsTask()));
            Assert.Equal(outcomes.Select(outcome => outcome is null ? NonceOutcome.Consumed : NonceOutcome.AlreadyUsed), again);
            Assert.All(outcomes, outcome => Assert.NotEqual(NonceOutcome.AlreadyUsed, outcome));
        }

        await Pool.AssertIsWholeAsync(storage, PoolSize);

        // Each round sends twice as many calls as there are connections, or all calls when they are batched. No sent call is cut off.
        Assert.Equal(batches ? Calls : Calls / Round * 2 * PoolSize, sent);
        FaultRun.Note($"Batching {batches}: of {Calls} calls {sent} had been sent when they were cancelled, and were applied.");
    }

    /// <summary>Runs the calls in another process, so that its threads can be counted.</summary>
    [Theory, Rule("E5", "N3", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Calls_cancelled_at_any_moment_reuse_no_nonce_and_leak_no_connection_or_thread(bool batches)
    {
        var calls = FaultRun.Times(Calls, 30 * Calls);
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await database.ExecuteAsync(
            $"INSERT INTO nonces (nonce, expires_at) SELECT prefix || number, now() + interval '1 hour' FROM generate_series(0, {calls - 1}) AS number, unnest('{{\"\",\"warm \"}}'::text[]) AS prefix");
        await using var worker = WorkerProcess.Start("cancel", $"{calls}", $"{batches}", $"{FaultRun.Random().Next()}");
        await worker.ReadyAsync();
        await worker.TellAsync(database.ConnectionString);

        var threads = await worker.ReadNumbersAsync();
        var ended = (await worker.ReadNumbersAsync()).Select(number => $"{number}").ToHashSet(StringComparer.Ordinal);
        await worker.ReadyAsync();
        await worker.EndAsync();

        Assert.InRange(ended.Count, 1, calls - 1);
        var unused = await database.QueryTextsAsync("SELECT nonce FROM nonces WHERE used_at IS NULL");
        Assert.Equal(ended.Order(StringComparer.Ordinal), unused.Order(StringComparer.Ordinal));
        Assert.True(threads[1] <= threads[0] + SpareThreads, $"The thread count grew from {threads[0]} to {threads[1]}.");
        FaultRun.Note($"Batching {batches}: {ended.Count} of {calls} calls ended by their token; {threads[0]} threads before, {threads[1]} after.");
    }

    /// <summary>Waits until the given number of sessions wait for a lock, or until none can.</summary>
    private static Task WaitingAsync(TestDatabase database, int sessions, Func<bool>? isOver = null) => Eventually.TrueAsync(
        async () => isOver?.Invoke() == true || await database.QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == sessions, Token);

    /// <summary>Returns null when the token cancelled the call. Nothing was sent then (rule E5).</summary>
    private static async Task<NonceOutcome?> ConsumeAsync(PostgreSqlLtiStorage storage, string nonce, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.ConsumeNonceAsync(nonce, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
