using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Far more callers than connections.</summary>
public sealed class OverloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Those_that_get_no_connection_in_time_are_told_that_nothing_happened_and_all_recovers(bool coalesces)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var storage = database.Open(text => (text.MaxPoolSize, text.Timeout) = (2, 1), options =>
        {
            options.CommandTimeout = TimeSpan.FromMinutes(1);
            options.CoalesceCalls = coalesces;
        });
        var nonces = Enumerable.Range(0, 200).Select(_ => Sample.Nonce()).ToList();
        await using (var direct = database.Open())
        {
            await Task.WhenAll(nonces.Select(nonce => direct.StoreNonceAsync(nonce, cancellationToken: Token).AsTask()));
        }

        // Every row is locked, so both connections are in use until those who wait for one have given up.
        Task<Result>[] calls;
        await using (var holder = await database.ConnectAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync(Token);
            await using var command = new NpgsqlCommand("SELECT FROM nonces FOR UPDATE", holder);
            await command.ExecuteNonQueryAsync(Token);
            calls = [.. nonces.Select(nonce => ConsumeAsync(storage, nonce))];
            await Eventually.TrueAsync(() => Task.FromResult(calls.Count(call => call.IsCompleted) >= 200 - 2 - MaxShared(coalesces)), Token);
        }

        var results = await Task.WhenAll(calls);

        Assert.Contains(results, result => result.Error is not null);
        Assert.Contains(results, result => result.Outcome == NonceOutcome.Consumed);
        Assert.All(results, result => Assert.True(result.Outcome == NonceOutcome.Consumed || result.Error == LtiWorkOutcome.NotApplied, $"{result}"));
        var again = await InTurnAsync(nonces, nonce => ConsumeAsync(storage, nonce));
        Assert.All(results.Zip(again), pair => Assert.Equal(pair.First.Outcome is null ? NonceOutcome.Consumed : NonceOutcome.AlreadyUsed, pair.Second.Outcome));
        await Pool.AssertIsWholeAsync(storage, size: 2);
    }

    private static int MaxShared(bool coalesces) => coalesces ? 2 * 64 : 0;

    private static async Task<List<Result>> InTurnAsync(IEnumerable<string> nonces, Func<string, Task<Result>> call)
    {
        List<Result> results = [];
        foreach (var nonce in nonces)
        {
            results.Add(await call(nonce));
        }

        return results;
    }

    private static async Task<Result> ConsumeAsync(PostgreSqlLtiStorage storage, string nonce)
    {
        try
        {
            return new(await storage.ConsumeNonceAsync(nonce, Token), Error: null);
        }
        catch (LtiStorageUnavailableException e)
        {
            return new(Outcome: null, e.Outcome);
        }
    }

    private sealed record Result(NonceOutcome? Outcome, LtiWorkOutcome? Error);
}
