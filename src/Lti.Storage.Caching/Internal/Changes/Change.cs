namespace Lti.Storage.Caching.Internal.Changes;

/// <summary>
/// A change through this storage. It tells the caches before it is sent and after it has ended, even if it failed (rule H3).
/// </summary>
internal readonly struct Change(Action begin, Action<ChangeOutcome> end)
{
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> send, CancellationToken cancellationToken)
    {
        // A call that is cancelled before it is sent changes nothing (rule E5).
        var isRefused = cancellationToken.IsCancellationRequested;
        var outcome = ChangeOutcome.Answered;
        begin();
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            outcome = isRefused ? ChangeOutcome.NotApplied : OutcomeOf(e);
            throw;
        }
        finally
        {
            end(outcome);
        }
    }

    public async ValueTask RunAsync(Func<ValueTask> send, CancellationToken cancellationToken)
        => await RunAsync(
            async () =>
            {
                await send().ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    private static ChangeOutcome OutcomeOf(Exception e) => e switch
    {
        LtiConflictException or LtiNotFoundException => ChangeOutcome.Answered,
        ArgumentException or LtiStorageUnavailableException { Outcome: LtiWorkOutcome.NotApplied } => ChangeOutcome.NotApplied,
        _ => ChangeOutcome.Unknown,
    };
}
