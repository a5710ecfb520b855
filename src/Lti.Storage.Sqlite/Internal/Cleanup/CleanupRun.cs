using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Cleanup;

/// <summary>Removes expired rows in batches and gives their pages back to the disk in steps (rules K1 to K3).</summary>
/// <remarks>Each batch queues behind the writes that came before it, so that another call waits for at most one batch.</remarks>
internal sealed class CleanupRun(Writer writer, int batchSize)
{
    private static readonly CleanupResult _nothing = new() { Nonces = 0, Sessions = 0, RegistrationSessions = 0, Completed = false };

    private static readonly Kind[] _kinds =
    [
        new(ExpiredRows.DeleteNonces, static (removed, count) => removed with { Nonces = removed.Nonces + count }),
        new(ExpiredRows.DeleteSessions, static (removed, count) => removed with { Sessions = removed.Sessions + count }),
        new(
            ExpiredRows.DeleteRegistrationSessions,
            static (removed, count) => removed with { RegistrationSessions = removed.RegistrationSessions + count }),
    ];

    public async ValueTask<CleanupResult> RunAsync(IProgress<CleanupResult>? progress, CancellationToken cancellationToken)
    {
        var removed = _nothing;
        var isFirst = true;
        foreach (var kind in _kinds)
        {
            int count;
            do
            {
                // A run that is cancelled before its first batch throws. Later it returns its counts (rule K3).
                if (!isFirst && cancellationToken.IsCancellationRequested)
                {
                    return removed;
                }

                count = await RunBatchAsync(
                    transaction => ExpiredRows.Delete(transaction, kind.Sql, batchSize), isFirst, cancellationToken).ConfigureAwait(false);
                removed = kind.Add(removed, count);
                isFirst = false;
                progress?.Report(removed);
            }
            while (count == batchSize);
        }

        // The rows are gone, so that a cancelled vacuum changes nothing about the result.
        while (!cancellationToken.IsCancellationRequested
            && await RunBatchAsync(FreePages.Release, isFirst: false, cancellationToken).ConfigureAwait(false))
        {
        }

        return removed with { Completed = true };
    }

    /// <summary>Runs a batch. Once another batch was committed, a failure does not mean that nothing happened.</summary>
    private async ValueTask<T> RunBatchAsync<T>(Func<WriteTransaction, T> work, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.RunBatchAsync(work, isFirst ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
        }
        catch (LtiStorageException e) when (!isFirst)
        {
            throw new LtiStorageUnavailableException(
                $"{e.Message} Some expired rows may have been removed before. The next cleanup goes on.", LtiWorkOutcome.Unknown, e);
        }
    }

    private sealed record Kind(string Sql, Func<CleanupResult, long, CleanupResult> Add);
}
