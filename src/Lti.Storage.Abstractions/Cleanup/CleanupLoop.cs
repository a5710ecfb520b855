namespace Lti.Storage;

/// <summary>Removes expired rows in batches, for providers (contract rules K1 to K3).</summary>
/// <remarks>
/// The loop never continues in the caller's context (rule E9). A failed batch after a committed one is reported with an unknown outcome.
/// </remarks>
/// <param name="batchSize">The most rows in a batch, such as <see cref="LtiStorageOptions.CleanupBatchSize"/>.</param>
/// <param name="pauseFactor">
/// How long the loop pauses after a full batch, in durations of that batch. A pause takes at most one second. 0 only lets other work run.
/// </param>
public sealed class CleanupLoop(int batchSize, int pauseFactor = 0)
{
    private const string SomeRemoved = "Some expired rows were removed.";
    private const string NextGoesOn = "The next cleanup goes on.";

    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    private static readonly CleanupKind[] _kinds = Enum.GetValues<CleanupKind>();

    /// <summary>Removes all kinds of expired rows.</summary>
    /// <param name="removeBatch">
    /// Removes and commits the next expired rows of a kind, at most a batch, and returns their number. Only the token of the first batch
    /// can be cancelled. Later batches are not interrupted.
    /// </param>
    /// <param name="progress">Receives the counts after each batch. Null reports nothing.</param>
    /// <param name="cancellationToken">Before the first batch it cancels the run. Later it ends the run after the current batch.</param>
    /// <returns>The removed rows of each kind.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled before the first batch.</exception>
    /// <exception cref="LtiStorageUnavailableException">
    /// A later batch failed. The outcome is unknown since earlier batches are committed.
    /// </exception>
    public async ValueTask<CleanupResult> RunAsync(
        Func<CleanupKind, CancellationToken, ValueTask<long>> removeBatch,
        IProgress<CleanupResult>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(removeBatch);
        cancellationToken.ThrowIfCancellationRequested();
        var removed = new CleanupResult { Nonces = 0, Sessions = 0, RegistrationSessions = 0, Completed = false };
        var isFirst = true;
        foreach (var kind in _kinds)
        {
            long count;
            do
            {
                if (!isFirst && cancellationToken.IsCancellationRequested)
                {
                    return removed;
                }

                var start = TimeProvider.System.GetTimestamp();
                count = await BatchedWork.RunAsync(
                    token => removeBatch(kind, token),
                    isFirst,
                    SomeRemoved,
                    NextGoesOn,
                    isFirst ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
                removed = Add(removed, kind, count);
                isFirst = false;
                progress?.Report(removed);
                if (count >= batchSize)
                {
                    await GiveWayAsync(TimeProvider.System.GetElapsedTime(start), cancellationToken).ConfigureAwait(false);
                }
            }
            while (count >= batchSize);
        }

        return removed with { Completed = true };
    }

    private static CleanupResult Add(CleanupResult removed, CleanupKind kind, long count) => kind switch
    {
        CleanupKind.Nonces => removed with { Nonces = removed.Nonces + count },
        CleanupKind.Sessions => removed with { Sessions = removed.Sessions + count },
        CleanupKind.RegistrationSessions => removed with { RegistrationSessions = removed.RegistrationSessions + count },
        CleanupKind.AccessTokens => removed with { AccessTokens = removed.AccessTokens + count },
        _ => removed with { PlatformKeySets = removed.PlatformKeySets + count },
    };

    // A cancelled token ends the pause. The next batch checks it.
    private async ValueTask GiveWayAsync(TimeSpan batch, CancellationToken cancellationToken)
    {
        if (pauseFactor == 0)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return;
        }

        var pause = pauseFactor * batch;
        await Task.Delay(pause < _longestPause ? pause : _longestPause, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
