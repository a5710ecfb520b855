using LinqToDB;
using LinqToDB.Async;
using LinqToDB.DataProvider.PostgreSQL;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Linq;

namespace Lti.Storage.PostgreSql.Internal.Sessions;

/// <summary>Lists and deletes sessions by filter (rule S4).</summary>
internal sealed class SessionQueries(QueryRunner queries, TimeProvider clock)
{
    public IAsyncEnumerable<SessionSummary> ListAsync(SessionFilter filter, Guid? after, CancellationToken cancellationToken)
        => KeysetPages.ListAsync(
            (cursor, token) => ReadPageAsync(filter, cursor, token),
            static session => session.Id,
            after,
            QueryRunner.PageSize,
            cancellationToken);

    /// <summary>Deletes the sessions that match a filter, in batches by ID, and counts the unexpired ones.</summary>
    /// <remarks>
    /// Each batch is a transaction so that other calls wait for one batch at most. A batch is small enough that its notifications name
    /// each session, and other nodes keep the rest of their caches. It locks its rows in the order of their IDs, as batched deletions do.
    /// </remarks>
    public async ValueTask<long> DeleteAsync(SessionFilter filter, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        var batch = new DeletedBatch(Count: 0, Unexpired: 0, LastId: null);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var after = batch.LastId;
            batch = await BatchedWork.RunAsync(
                token => new ValueTask<DeletedBatch>(queries.WriteAsync(
                    context => DeleteBatchAsync(context, filter, after), RetrySafety.OnlyIfRolledBack, token)),
                isFirst: after is null,
                "Some of the sessions were deleted.",
                "Call again to delete the rest.",
                cancellationToken).ConfigureAwait(false);
            deleted += batch.Unexpired;
        }
        while (batch.Count == QueryRunner.PageSize);

        return deleted;
    }

    private static async Task<DeletedBatch> DeleteBatchAsync(StorageContext context, SessionFilter filter, Guid? after)
    {
        // now() is the start of the transaction, so a session that expires meanwhile is counted by the same clock as the others.
        var rows = await Matching(context, filter)
            .Where(session => after == null || session.Id > after)
            .OrderBy(session => session.Id)
            .Take(QueryRunner.PageSize)
            .Select(session => new { session.Id, Unexpired = SessionFunctions.IsUnexpired(session.ExpiresAt) })
            .AsPostgreSQL().ForUpdateHint()
            .ToListAsync().ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return new DeletedBatch(Count: 0, Unexpired: 0, after);
        }

        Guid[] ids = [.. rows.Select(row => row.Id)];
        await context.Table<SessionRow>().Where(session => SessionFunctions.IsAnyOf(session.Id, ids)).DeleteAsync().ConfigureAwait(false);
        return new DeletedBatch(rows.Count, rows.Count(row => row.Unexpired), ids[^1]);
    }

    private static IQueryable<SessionRow> Matching(StorageContext context, SessionFilter filter)
    {
        var sessions = context.Table<SessionRow>().Where(session => SessionFunctions.HasIssuer(session.Data, filter.Issuer));
        if (filter.ClientId is { } clientId)
        {
            sessions = sessions.Where(session => SessionFunctions.HasClientId(session.Data, clientId));
        }

        if (filter.DeploymentId is { } deploymentId)
        {
            sessions = sessions.Where(session => SessionFunctions.HasDeploymentId(session.Data, deploymentId));
        }

        if (filter.UserId is { } userId)
        {
            sessions = sessions.Where(session => SessionFunctions.HasUserId(session.Data, userId));
        }

        if (filter.ContextId is { } contextId)
        {
            sessions = sessions.Where(session => SessionFunctions.HasContextId(session.Data, contextId));
        }

        return sessions;
    }

    private async ValueTask<IReadOnlyList<SessionSummary>> ReadPageAsync(
        SessionFilter filter, Guid? after, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var rows = await queries.ReadAsync(
            context => Matching(context, filter)
                .Where(session => SessionFunctions.IsUnexpired(session.ExpiresAt) && (after == null || session.Id > after))
                .OrderBy(session => session.Id)
                .Take(QueryRunner.PageSize)
                .Select(session => new
                {
                    session.Id,
                    ClientId = SessionFunctions.ClientId(session.Data),
                    DeploymentId = SessionFunctions.DeploymentId(session.Data),
                    UserId = SessionFunctions.UserId(session.Data),
                    Remaining = SessionFunctions.Remaining(session.ExpiresAt),
                })
                .ToListAsync(),
            cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => new SessionSummary
        {
            Id = row.Id,
            Issuer = filter.Issuer,
            ClientId = row.ClientId,
            DeploymentId = row.DeploymentId,
            UserId = row.UserId,
            ExpiresAt = RemainingLifetime.ToExpiry(TimeSpan.FromMicroseconds(row.Remaining), now),
        });
    }

    private sealed record DeletedBatch(int Count, int Unexpired, Guid? LastId);
}
