namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Callers that find one session without pause. A find changes nothing: where it fails, that is known not to have happened.</summary>
internal sealed class FindLoad
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task<(int Found, int Failed, TimeSpan Longest)[]> _running;

    private FindLoad(ILtiStorage storage, LtiSession session, int callers)
        => _running = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => FindAsync(storage, session))));

    public static FindLoad Start(ILtiStorage storage, LtiSession session, int callers) => new(storage, session, callers);

    /// <summary>Lets the calls under way end, and tells how many found it, how many failed, and how long the longest took.</summary>
    public async Task<(int Found, int Failed, TimeSpan Longest)> EndAsync()
    {
        await _stop.CancelAsync();
        var ofEach = await _running;
        _stop.Dispose();
        return (ofEach.Sum(of => of.Found), ofEach.Sum(of => of.Failed), ofEach.Max(of => of.Longest));
    }

    private async Task<(int Found, int Failed, TimeSpan Longest)> FindAsync(ILtiStorage storage, LtiSession session)
    {
        var (found, failed, longest) = (0, 0, TimeSpan.Zero);
        while (!_stop.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            try
            {
                Assert.Equal(session, await storage.FindSessionAsync(session.Id, CancellationToken.None));
                found++;
            }
            catch (LtiStorageUnavailableException e)
            {
                Assert.Equal(LtiWorkOutcome.NotApplied, e.Outcome);
                failed++;
            }

            var took = TimeProvider.System.GetElapsedTime(began);
            longest = took > longest ? took : longest;
        }

        return (found, failed, longest);
    }
}
