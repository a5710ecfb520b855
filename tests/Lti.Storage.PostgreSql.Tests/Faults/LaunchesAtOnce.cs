using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Eight launches that are completed at the same time, so that most share a statement where that is on.</summary>
internal sealed class LaunchesAtOnce
{
    private LaunchesAtOnce(IReadOnlyList<(string Nonce, LtiSession Session)> all) => All = all;

    public IReadOnlyList<(string Nonce, LtiSession Session)> All { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Their nonces are stored; <c>nonce 7</c> is the last.</summary>
    public static async Task<LaunchesAtOnce> PrepareAsync(PostgreSqlLtiStorage storage)
    {
        var launches = new LaunchesAtOnce([.. Enumerable.Range(0, 8).Select(i => ($"nonce {i}", Sample.Session()))]);
        foreach (var (nonce, _) in launches.All)
        {
            await storage.StoreNonceAsync(nonce, cancellationToken: Token);
        }

        return launches;
    }

    /// <summary>Their outcomes, or the errors that say there is none.</summary>
    public Task<(NonceOutcome? Outcome, LtiStorageUnavailableException? Error)[]> CompleteAsync(PostgreSqlLtiStorage storage)
        => Task.WhenAll(All.Select(async launch => await CompleteAsync(storage, launch.Nonce, launch.Session)));

    /// <summary>Of those with an outcome all is there; of the others nothing, and each can still be completed.</summary>
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
