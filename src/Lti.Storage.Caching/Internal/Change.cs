namespace Lti.Storage.Caching.Internal;

/// <summary>
/// A change through this storage: the caches are told before it is sent and when it has ended, well or not, since one that failed may have happened
/// all the same (rule H3).
/// </summary>
internal readonly struct Change(Action begin, Action<ChangeOutcome> end)
{
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> send, CancellationToken cancellationToken)
    {
        // Cancelled before it is sent it is refused, and changes nothing (rule E5).
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
