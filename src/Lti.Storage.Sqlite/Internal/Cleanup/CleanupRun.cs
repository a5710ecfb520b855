using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Cleanup;

/// <summary>Removes expired rows in batches and gives their pages back to the disk in steps (rules K1 to K3).</summary>
/// <remarks>Each batch queues behind the writes that came before it, so that another call waits for at most one batch.</remarks>
internal sealed class CleanupRun(Writer writer, int batchSize)
{
    private readonly CleanupLoop _loop = new(batchSize);

    public async ValueTask<CleanupResult> RunAsync(IProgress<CleanupResult>? progress, CancellationToken cancellationToken)
    {
        var removed = await _loop.RunAsync(
            (kind, token) => writer.RunBatchAsync(transaction => ExpiredRows.Delete(transaction, kind, batchSize), token),
            progress,
            cancellationToken).ConfigureAwait(false);

        // The rows are gone, so that a cancelled vacuum changes nothing about the result.
        while (removed.Completed && !cancellationToken.IsCancellationRequested && await ReleaseAsync().ConfigureAwait(false))
        {
        }

        return removed;
    }

    private ValueTask<bool> ReleaseAsync() => BatchedWork.RunAsync(
        token => writer.RunBatchAsync(FreePages.Release, token),
        isFirst: false,
        "All expired rows were removed.",
        "The next cleanup frees their pages.");
}
