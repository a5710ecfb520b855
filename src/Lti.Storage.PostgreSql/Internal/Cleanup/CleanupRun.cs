using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>Removes expired rows in batches (rules K1 to K3).</summary>
/// <remarks>
/// It pauses between batches so that other calls get answers. It works for a fifth of the time and sends less to a slow server.
/// </remarks>
internal sealed class CleanupRun(StatementRunner runner, CleanupStatements statements, int batchSize)
{
    private const int PausesABatch = 4;

    private readonly CleanupLoop _loop = new(batchSize, PausesABatch);

    public ValueTask<CleanupResult> RunAsync(IProgress<CleanupResult>? progress, CancellationToken cancellationToken)
    {
        var nextBatches = new Dictionary<CleanupKind, CleanupBatch>();
        return _loop.RunAsync(
            async (kind, token) =>
            {
                var batch = nextBatches.GetValueOrDefault(kind) ?? CleanupBatch.First(batchSize);
                var removed = await runner.RunAsync(StatementOf(kind), batch, token).ConfigureAwait(false);
                nextBatches[kind] = batch with { From = removed.LastExpiry };
                return removed.Count;
            },
            progress,
            cancellationToken);
    }

    private PreparedStatement<CleanupBatch, RemovedBatch> StatementOf(CleanupKind kind) => kind switch
    {
        CleanupKind.Nonces => statements.Nonces,
        CleanupKind.Sessions => statements.Sessions,
        CleanupKind.RegistrationSessions => statements.RegistrationSessions,
        CleanupKind.AccessTokens => statements.AccessTokens,
        _ => statements.PlatformKeySets,
    };
}
