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

                count = await writer.RunAsync(
                    transaction => ExpiredRows.Delete(transaction, kind.Sql, batchSize),
                    isFirst ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
                removed = kind.Add(removed, count);
                isFirst = false;
                progress?.Report(removed);
            }
            while (count == batchSize);
        }

        // The rows are gone, so that a cancelled vacuum changes nothing about the result.
        while (!cancellationToken.IsCancellationRequested
            && await writer.RunAsync(FreePages.Release, CancellationToken.None).ConfigureAwait(false))
        {
        }

        return removed with { Completed = true };
    }

    private sealed record Kind(string Sql, Func<CleanupResult, long, CleanupResult> Add);
}
