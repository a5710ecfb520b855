using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Completes eight concurrent launches. Most are in one batch when batching is on.</summary>
internal sealed class ConcurrentLaunches
{
    private ConcurrentLaunches(IReadOnlyList<(string Nonce, LtiSession Session)> all) => All = all;

    public IReadOnlyList<(string Nonce, LtiSession Session)> All { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Stores their nonces. <c>nonce 7</c> is the last.</summary>
    public static async Task<ConcurrentLaunches> PrepareAsync(PostgreSqlLtiStorage storage)
    {
        var launches = new ConcurrentLaunches([.. Enumerable.Range(0, 8).Select(i => ($"nonce {i}", Sample.Session()))]);
        foreach (var (nonce, _) in launches.All)
        {
            await storage.StoreNonceAsync(nonce, cancellationToken: Token);
        }

        return launches;
    }

    /// <summary>Returns their outcomes or errors.</summary>
    public Task<(NonceOutcome? Outcome, LtiStorageUnavailableException? Error)[]> CompleteAsync(PostgreSqlLtiStorage storage)
        => Task.WhenAll(All.Select(async launch => await CompleteAsync(storage, launch.Nonce, launch.Session)));

    /// <summary>Checks that launches with an outcome are whole and the others are absent and can still be completed.</summary>
    public async Task AssertNoneIsHalfDoneAsync(PostgreSqlLtiStorage storage, IReadOnlyList<(NonceOutcome? Outcome, LtiStorageUnavailableException? Error)> results)
    {
        foreach (var ((nonce, session), (outcome, error)) in All.Zip(results))
        {
            if (error is not null)
            {
                Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
                Assert.Null(await storage.FindSessionAsync(session.Id, Token));
                Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token));
            }

            var isThere = error is not null || outcome == NonceOutcome.Consumed;
            Assert.Equal(isThere ? session : null, await storage.FindSessionAsync(session.Id, Token));
            Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync(nonce, Token));
        }
    }

    private static async Task<(NonceOutcome? Outcome, LtiStorageUnavailableException? Error)> CompleteAsync(PostgreSqlLtiStorage storage, string nonce, LtiSession session)
    {
        try
        {
            return (await storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token), null);
        }
        catch (LtiStorageUnavailableException e)
        {
            return (null, e);
        }
    }
}
