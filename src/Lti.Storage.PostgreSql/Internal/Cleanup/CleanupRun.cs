using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>Removes what has expired, batch by batch (rules K1 to K3).</summary>
internal sealed class CleanupRun(StatementRunner runner, CleanupStatements statements, int batchSize)
{
    public async ValueTask<CleanupResult> RunAsync(CancellationToken cancellationToken)
    {
        var (nonces, completed) = await RemoveAsync(statements.Nonces, completed: true, isFirst: true, cancellationToken).ConfigureAwait(false);
        (var sessions, completed) = await RemoveAsync(statements.Sessions, completed, isFirst: false, cancellationToken).ConfigureAwait(false);
        (var registrations, completed) = await RemoveAsync(statements.RegistrationSessions, completed, isFirst: false, cancellationToken).ConfigureAwait(false);
        return new CleanupResult { Nonces = nonces, Sessions = sessions, RegistrationSessions = registrations, Completed = completed };
    }

    // Cancelled before the first batch the run throws; after it, there are counts to tell (rule K3).
    private async ValueTask<(long Removed, bool Completed)> RemoveAsync(
        HotStatement<CleanupBatch, RemovedBatch> statement, bool completed, bool isFirst, CancellationToken cancellationToken)
    {
        var removed = 0L;
        var batch = CleanupBatch.First(batchSize);
        var isMore = true;
        while (completed && isMore)
        {
            if (!isFirst && cancellationToken.IsCancellationRequested)
            {
                return (removed, Completed: false);
            }

            var last = await runner.RunAsync(statement, batch, isFirst ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
            removed += last.Count;
            isMore = last.Count == batchSize;
            batch = batch with { From = last.LastExpiry };
            isFirst = false;
        }

        return (removed, completed);
    }
}
