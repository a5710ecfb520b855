using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Sessions;

/// <summary>Deletes the sessions that a filter selects, in batches in the order of their ids (rule S4).</summary>
internal sealed class FilteredDeletion(Writer writer)
{
    private const int BatchSize = 200;

    /// <returns>How many of the deleted sessions had not expired.</returns>
    public async ValueTask<long> RunAsync(SessionFilter filter, CancellationToken cancellationToken)
    {
        var unexpired = 0L;
        Guid? after = null;
        Batch batch;
        do
        {
            var from = after;
            batch = await BatchedWork.RunAsync(
                token => writer.RunBatchAsync(transaction => Delete(transaction, filter, from), token),
                isFirst: from is null,
                "Some of the sessions were deleted.",
                "Call again to delete the rest.",
                cancellationToken).ConfigureAwait(false);
            unexpired += batch.Unexpired;
            after = batch.Last;
        }
        while (batch.Count == BatchSize);

        return unexpired;
    }

    private static Batch Delete(WriteTransaction transaction, SessionFilter filter, Guid? after)
    {
        const string OfUser = """
            DELETE FROM sessions
            WHERE number IN (
                SELECT number
                FROM sessions
                WHERE issuer = $1 AND substr(user_id, 1, 64) = substr($2, 1, 64) AND user_id = $2 AND id > $3
                    AND ($4 IS NULL OR client_id = $4) AND ($5 IS NULL OR deployment_id = $5) AND ($6 IS NULL OR context_id = $6)
                ORDER BY id
                LIMIT $8)
            RETURNING id, expires_at > $7, number
            """;
        const string OfDeployment = """
            DELETE FROM sessions
            WHERE number IN (
                SELECT number
                FROM sessions
                WHERE issuer = $1 AND $2 IS NULL AND deployment_id = $5 AND id > $3
                    AND ($4 IS NULL OR client_id = $4) AND ($6 IS NULL OR context_id = $6)
                ORDER BY id
                LIMIT $8)
            RETURNING id, expires_at > $7, number
            """;
        const string OfIssuer = """
            DELETE FROM sessions
            WHERE number IN (
                SELECT number
                FROM sessions
                WHERE issuer = $1 AND $2 IS NULL AND $5 IS NULL AND id > $3
                    AND ($4 IS NULL OR client_id = $4) AND ($6 IS NULL OR context_id = $6)
                ORDER BY id
                LIMIT $8)
            RETURNING id, expires_at > $7, number
            """;
        using var rows = transaction.Connection.Read(
            filter.UserId is not null ? OfUser : filter.DeploymentId is not null ? OfDeployment : OfIssuer,
            filter.Issuer,
            filter.UserId,
            after.ToCursor(),
            filter.ClientId,
            filter.DeploymentId,
            filter.ContextId,
            transaction.Ticks,
            BatchSize);
        var batch = new Batch(Count: 0, Unexpired: 0, after);
        while (rows.Read())
        {
            var id = ReadId(rows);
            batch = new Batch(batch.Count + 1, batch.Unexpired + rows.GetInt64(1), batch.Last > id ? batch.Last : id);
        }

        return batch;
    }

    private static Guid ReadId(SqliteDataReader row)
    {
        try
        {
            return row.GetId(0);
        }
        catch (Exception e) when (Unreadable.IsCause(e))
        {
            throw Unreadable.Numbered("sessions", row, column: 2, e);
        }
    }

    private sealed record Batch(int Count, long Unexpired, Guid? Last);
}
