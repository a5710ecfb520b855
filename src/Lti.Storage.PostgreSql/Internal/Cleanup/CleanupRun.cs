using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>
/// Removes what has expired, batch by batch (rules K1 to K3). Between two batches it gives way to those who wait for an answer: it is at work for a
/// fifth of the time, and where the server is slow it asks it the less often.
/// </summary>
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
                // Cancelled before the first batch the run throws; after it, there are counts to tell (rule K3).
                if (!isFirst && cancellationToken.IsCancellationRequested)
                {
                    return removed;
                }

                var start = TimeProvider.System.GetTimestamp();
                last = await runner.RunAsync(statement, batch, isFirst ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
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

    // A token that is cancelled ends the pause, and is looked at before the next batch.
    private static async Task GiveWayAsync(TimeSpan batch, CancellationToken cancellationToken)
    {
        var pause = PausesABatch * batch;
        await Task.Delay(pause < _longestPause ? pause : _longestPause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private IEnumerable<(PreparedStatement<CleanupBatch, RemovedBatch> Statement, Func<CleanupResult, long, CleanupResult> Add)> Kinds()
    {
        yield return (statements.Nonces, static (removed, count) => removed with { Nonces = removed.Nonces + count });
        yield return (statements.Sessions, static (removed, count) => removed with { Sessions = removed.Sessions + count });
        yield return (statements.RegistrationSessions, static (removed, count) => removed with { RegistrationSessions = removed.RegistrationSessions + count });
    }
}
