using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>
/// One batch of what has expired, in one statement and its own transaction (rule K2). The batch is chosen once, in a materialized table: chosen in
/// the condition of the deletion, the planner may choose again and delete more. Rows that others hold are left for the next run.
/// </summary>
/// <remarks>
/// A batch begins at the last expiry of the one before. From the start of the index it would read again what earlier batches removed, for as long as
/// any transaction on the server is older than they are.
/// </remarks>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class CleanupStatements(string schema)
{
    public PreparedStatement<CleanupBatch, RemovedBatch> Nonces { get; } = Batch(schema, "nonces", "nonce");

    public PreparedStatement<CleanupBatch, RemovedBatch> Sessions { get; } = Batch(schema, "sessions", "id");

    public PreparedStatement<CleanupBatch, RemovedBatch> RegistrationSessions { get; } = Batch(schema, "registration_sessions", "id");

    private static PreparedStatement<CleanupBatch, RemovedBatch> Batch(string schema, string table, string key) => new(
        $"""
        WITH expired AS MATERIALIZED (
            SELECT {key} FROM {schema}.{table} WHERE expires_at <= now() AND expires_at >= $2 ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED),
        removed AS (DELETE FROM {schema}.{table} WHERE {key} = ANY(ARRAY(SELECT {key} FROM expired)) RETURNING expires_at)
        SELECT count(*), max(expires_at) FROM removed
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, batch) =>
        {
            parameters.AddCount(batch.Size);
            parameters.AddRawInstant(batch.From);
        },
        static (row, batch) => new RemovedBatch(row!.GetInt64(0), row.IsDBNull(1) ? batch.From : row.GetFieldValue<long>(1)));
}
