using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Callers that give up, all the time and at any moment.</summary>
public sealed class CancelledCallsTests
{
    private const int PoolSize = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("E5", "N3", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thousand_calls_cancelled_in_mid_flight_use_no_nonce_twice_and_leave_no_connection_behind(bool coalesces)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var storage = database.Open(text => text.MaxPoolSize = PoolSize, options => options.CoalesceCalls = coalesces);
        var random = FaultRun.Random();
        var nonces = Enumerable.Range(0, 1000).Select(_ => Sample.Nonce()).ToList();
        await Task.WhenAll(nonces.Select(nonce => storage.StoreNonceAsync(nonce, cancellationToken: Token).AsTask()));

        // Cancelled before they are sent, while they wait, while they run and after they have ended: the yields differ.
        var outcomes = await Task.WhenAll(nonces.Select(nonce => (nonce, yields: random.Next(50))).Select(async call =>
        {
            using var cancel = new CancellationTokenSource();
            var consume = Task.Run(() => CancellableAsync(storage, call.nonce, cancel.Token), Token);
            for (var i = 0; i < call.yields; i++)
            {
                await Task.Yield();
            }

            await cancel.CancelAsync();
            return await consume;
        }));

        Assert.Contains(null, outcomes);
        var again = await Task.WhenAll(nonces.Select(nonce => storage.ConsumeNonceAsync(nonce, Token).AsTask()));
        Assert.All(outcomes.Zip(again), pair => Assert.Equal(pair.First is null ? NonceOutcome.Consumed : NonceOutcome.AlreadyUsed, pair.Second));
        await Pool.AssertIsWholeAsync(storage, PoolSize);
        FaultRun.Note($"{outcomes.Count(outcome => outcome is null)} of 1,000 calls ended by their token.");
    }

    /// <summary>Null where the token ended it: then nothing was sent (rule E5).</summary>
    private static async Task<NonceOutcome?> CancellableAsync(PostgreSqlLtiStorage storage, string nonce, CancellationToken cancellationToken)
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
