namespace Lti.Storage.Caching.Internal;

/// <summary>
/// A change through this storage: the caches are told before it is sent and when it has ended, well or not, since one that failed may have happened
/// all the same (rule H3).
/// </summary>
internal readonly struct Change(Lifetimes lifetimes, Action begin, Action end)
{
    public async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> send, CancellationToken cancellationToken)
    {
        // Cancelled before it is sent it is refused, and changes nothing (rule E5).
        var isRefused = cancellationToken.IsCancellationRequested;
        begin();
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (Exception e) when (!isRefused && !IsKnownNotToHaveHappened(e))
        {
            lifetimes.BeginDoubt();
            throw;
        }
        finally
        {
            end();
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

    private static bool IsKnownNotToHaveHappened(Exception e)
        => e is ArgumentException or LtiConflictException or LtiNotFoundException or LtiStorageUnavailableException { Outcome: LtiWorkOutcome.NotApplied };
}
