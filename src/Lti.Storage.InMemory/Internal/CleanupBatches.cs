namespace Lti.Storage.InMemory.Internal;

/// <summary>Removes expired entries in batches and releases the lock after each (rule K2).</summary>
internal sealed class CleanupBatches(Lock gate, TimeProvider clock, int batchSize)
{
    /// <summary>Removes expired entries of one kind until none is left or the run is cancelled.</summary>
    /// <param name="removeExpired">Removes one expired entry. Returns false if there is none.</param>
    /// <param name="cancellationToken">Stops the run after the current batch (rule K3).</param>
    /// <returns>The number of removed entries and whether none is left.</returns>
    public async ValueTask<(long Removed, bool Completed)> RunAsync(
        Func<DateTimeOffset, bool> removeExpired, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (true)
        {
            var batch = RemoveBatch(removeExpired);
            removed += batch;
            if (cancellationToken.IsCancellationRequested)
            {
                return (removed, Completed: false);
            }

            if (batch < batchSize)
            {
                return (removed, Completed: true);
            }

            // The caller gets its thread back. The run never continues in the caller's context, which may be blocked (rule E9).
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    private int RemoveBatch(Func<DateTimeOffset, bool> removeExpired)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var removed = 0;
            while (removed < batchSize && removeExpired(now))
            {
                removed++;
            }

            return removed;
        }
    }
}
