using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>
/// One batch of what has expired, in one statement and its own transaction (rule K2). The batch is chosen once, in a materialized table: chosen in
/// the condition of the deletion, the planner may choose again and delete more. Rows that others hold are left for the next run.
/// </summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class CleanupStatements(string schema)
{
    public HotStatement<int, long> Nonces { get; } = Batch(schema, "nonces", "nonce");

    public HotStatement<int, long> Sessions { get; } = Batch(schema, "sessions", "id");

    public HotStatement<int, long> RegistrationSessions { get; } = Batch(schema, "registration_sessions", "id");

    private static HotStatement<int, long> Batch(string schema, string table, string key) => new(
        $"""
        WITH expired AS MATERIALIZED (
            SELECT {key} FROM {schema}.{table} WHERE expires_at <= now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED),
        removed AS (DELETE FROM {schema}.{table} WHERE {key} = ANY(ARRAY(SELECT {key} FROM expired)) RETURNING 1)
        SELECT count(*) FROM removed
        """,
        Repetition.OnlyIfRolledBack,
        static (parameters, size) => parameters.AddCount(size),
        static (row, _) => row!.GetInt64(0));
}
