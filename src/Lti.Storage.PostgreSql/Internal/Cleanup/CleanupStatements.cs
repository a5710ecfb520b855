using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>Removes one batch of expired rows in a statement and transaction of its own (rule K2).</summary>
/// <remarks>
/// <para>
/// The batch is chosen once, in a materialized table. In the condition of the deletion the planner may choose it again and delete more.
/// Rows that other sessions lock are left for the next run.
/// </para>
/// <para>
/// A batch begins at the last expiry of the batch before. From the start of the index it would read the removed rows again, while any
/// transaction on the server is older than they are.
/// </para>
/// </remarks>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class CleanupStatements(string schema)
{
    public PreparedStatement<CleanupBatch, RemovedBatch> Nonces { get; } = Create(
        $"""
        WITH expired AS MATERIALIZED (
            SELECT nonce FROM {schema}.nonces
            WHERE expires_at <= now() AND expires_at >= $2
            ORDER BY expires_at
            LIMIT $1
            FOR UPDATE SKIP LOCKED),
        removed AS (
            DELETE FROM {schema}.nonces WHERE nonce = ANY(ARRAY(SELECT nonce FROM expired)) RETURNING expires_at)
        SELECT count(*), max(expires_at) FROM removed
        """);

    public PreparedStatement<CleanupBatch, RemovedBatch> Sessions { get; } = Create(
        $"""
        WITH expired AS MATERIALIZED (
            SELECT id FROM {schema}.sessions
            WHERE expires_at <= now() AND expires_at >= $2
            ORDER BY expires_at
            LIMIT $1
            FOR UPDATE SKIP LOCKED),
        removed AS (
            DELETE FROM {schema}.sessions WHERE id = ANY(ARRAY(SELECT id FROM expired)) RETURNING expires_at)
        SELECT count(*), max(expires_at) FROM removed
        """);

    public PreparedStatement<CleanupBatch, RemovedBatch> RegistrationSessions { get; } = Create(
        $"""
        WITH expired AS MATERIALIZED (
            SELECT id FROM {schema}.registration_sessions
            WHERE expires_at <= now() AND expires_at >= $2
            ORDER BY expires_at
            LIMIT $1
            FOR UPDATE SKIP LOCKED),
        removed AS (
            DELETE FROM {schema}.registration_sessions WHERE id = ANY(ARRAY(SELECT id FROM expired)) RETURNING expires_at)
        SELECT count(*), max(expires_at) FROM removed
        """);

    public PreparedStatement<CleanupBatch, RemovedBatch> AccessTokens { get; } = Create(
        $"""
        WITH expired AS MATERIALIZED (
            SELECT client_id, request_id FROM {schema}.access_tokens
            WHERE expires_at <= now() AND expires_at >= $2
            ORDER BY expires_at
            LIMIT $1
            FOR UPDATE SKIP LOCKED),
        removed AS (
            DELETE FROM {schema}.access_tokens
            WHERE (client_id, request_id) IN (SELECT client_id, request_id FROM expired)
            RETURNING expires_at)
        SELECT count(*), max(expires_at) FROM removed
        """);

    public PreparedStatement<CleanupBatch, RemovedBatch> PlatformKeySets { get; } = Create(
        $"""
        WITH expired AS MATERIALIZED (
            SELECT id FROM {schema}.platform_key_sets
            WHERE expires_at <= now() AND expires_at >= $2
            ORDER BY expires_at
            LIMIT $1
            FOR UPDATE SKIP LOCKED),
        removed AS (
            DELETE FROM {schema}.platform_key_sets WHERE id = ANY(ARRAY(SELECT id FROM expired)) RETURNING expires_at)
        SELECT count(*), max(expires_at) FROM removed
        """);

    private static PreparedStatement<CleanupBatch, RemovedBatch> Create(string sql) => new(
        sql,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, batch) =>
        {
            parameters.AddCount(batch.Size);
            parameters.AddRawInstant(batch.From);
        },
        static (row, batch) => new RemovedBatch(row!.GetInt64(0), row.IsDBNull(1) ? batch.From : row.GetFieldValue<long>(1)));
}
