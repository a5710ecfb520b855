using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>Removes expired rows in batches (rules K1 to K3).</summary>
/// <remarks>
/// It pauses between batches so that other calls get answers. It works for a fifth of the time and sends less to a slow server.
/// </remarks>
internal sealed class CleanupRun(StatementRunner runner, CleanupStatements statements, int batchSize)
{
    private const int PausesABatch = 4;

    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);
    private static readonly CleanupResult _nothing = new() { Nonces = 0, Sessions = 0, RegistrationSessions = 0, Completed = false };

    public async ValueTask<CleanupResult> RunAsync(IProgress<CleanupResult>? progress, CancellationToken cancellationToken)
    {
        var removed = _nothing;
        var isFirst = true;
        foreach (var (statement, add) in Kinds())
        {
            var batch = CleanupBatch.First(batchSize);
            RemovedBatch last;
            do
            {
                // A run that is cancelled before its first batch throws. Later it returns its counts (rule K3).
                if (!isFirst && cancellationToken.IsCancellationRequested)
                {
                    return removed;
                }

                var start = TimeProvider.System.GetTimestamp();
                last = await RunBatchAsync(statement, batch, isFirst, cancellationToken).ConfigureAwait(false);
                removed = add(removed, last.Count);
                progress?.Report(removed);
                batch = batch with { From = last.LastExpiry };
                isFirst = false;
                if (last.Count == batchSize)
                {
                    await GiveWayAsync(TimeProvider.System.GetElapsedTime(start), cancellationToken).ConfigureAwait(false);
                }
            }
            while (last.Count == batchSize);
        }

        return removed with { Completed = true };
    }

    /// <summary>Runs a batch. Once another batch was committed, a failure does not mean that nothing happened.</summary>
    private async ValueTask<RemovedBatch> RunBatchAsync(
        PreparedStatement<CleanupBatch, RemovedBatch> statement, CleanupBatch batch, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(statement, batch, isFirst ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
            when (!isFirst && e is ObjectDisposedException
                or LtiStorageException and not LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown })
        {
            throw new LtiStorageUnavailableException(
                $"Some expired rows were removed. The next batch failed: {e.Message} The next cleanup goes on.",
                LtiWorkOutcome.Unknown,
                e.InnerException);
        }
    }

    // A cancelled token ends the pause. The next batch checks it.
    private static async Task GiveWayAsync(TimeSpan batch, CancellationToken cancellationToken)
    {
        var pause = PausesABatch * batch;
        await Task.Delay(pause < _longestPause ? pause : _longestPause, TimeProvider.System, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IEnumerable<(PreparedStatement<CleanupBatch, RemovedBatch> Statement, Func<CleanupResult, long, CleanupResult> Add)> Kinds()
    {
        yield return (statements.Nonces, static (removed, count) => removed with { Nonces = removed.Nonces + count });
        yield return (statements.Sessions, static (removed, count) => removed with { Sessions = removed.Sessions + count });
        yield return (
            statements.RegistrationSessions,
            static (removed, count) => removed with { RegistrationSessions = removed.RegistrationSessions + count });
        yield return (
            statements.AccessTokens, static (removed, count) => removed with { AccessTokens = removed.AccessTokens + count });
    }
}
