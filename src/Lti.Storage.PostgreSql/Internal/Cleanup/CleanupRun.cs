using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>Removes what has expired, batch by batch (rules K1 to K3).</summary>
internal sealed class CleanupRun(StatementRunner runner, CleanupStatements statements, int batchSize)
{
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

                last = await runner.RunAsync(statement, batch, isFirst ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
                removed = add(removed, last.Count);
                progress?.Report(removed);
                batch = batch with { From = last.LastExpiry };
                isFirst = false;
            }
            while (last.Count == batchSize);
        }

        return removed with { Completed = true };
    }

    private IEnumerable<(HotStatement<CleanupBatch, RemovedBatch> Statement, Func<CleanupResult, long, CleanupResult> Add)> Kinds()
    {
        yield return (statements.Nonces, static (removed, count) => removed with { Nonces = removed.Nonces + count });
        yield return (statements.Sessions, static (removed, count) => removed with { Sessions = removed.Sessions + count });
        yield return (statements.RegistrationSessions, static (removed, count) => removed with { RegistrationSessions = removed.RegistrationSessions + count });
    }
}
