using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Sessions;

/// <summary>Adds, finds and deletes the sessions of several calls in one statement each (rules S1 to S3).</summary>
/// <remarks>Rows are added and locked in the order of their ids, so that two batches cannot deadlock.</remarks>
/// <param name="schema">The quoted name of the schema.</param>
/// <param name="single">The statements of one call.</param>
internal sealed class BatchedSessionStatements(string schema, SessionStatements single)
{
    /// <summary>Adds each session whose ID is free. Of several calls with one ID the first adds its session.</summary>
    public BatchedStatement<(LtiSession Session, TimeSpan Lifetime), bool> Add { get; } = new(
        "AddSession",
        single.Add,
        $"""
        {SessionStatements.AddRows(
            schema,
            $"""
            SELECT id, {BatchRows.Document("$3")}, {Sql.Expiry("lifetime")}
            FROM (SELECT * FROM {BatchRows.From("id uuid", "lifetime bigint")} ORDER BY id, place) AS member
            """)}
        RETURNING true, array_position($1, stored.id)
        """,
        static (parameters, added) =>
        {
            parameters.AddIds(added, static one => one.Session.Id);
            parameters.AddLifetimes(added, static one => one.Lifetime);
            parameters.AddTexts(added, static one => one.Session.Utf8Document);
        },
        static added => added.Session.Utf8Document.Length);

    public BatchedStatement<(Guid Id, DateTimeOffset Now), LtiSession?> Find { get; } = new(
        "FindSession",
        single.Find,
        $"""
        SELECT {SessionStatements.Found}, member.place::int
        FROM {BatchRows.From("sought uuid")} JOIN {schema}.sessions ON id = member.sought AND {SessionStatements.IsAlive}
        """,
        static (parameters, sought) => parameters.AddIds(sought, static one => one.Id));

    /// <summary>Deletes sessions. Of several calls with one ID one deletes the session, and the others find none.</summary>
    /// <remarks>A batch notifies once: a notifying transaction holds a lock of the whole cluster while its commit is written to disk.</remarks>
    public BatchedStatement<Guid, bool> Delete { get; } = new(
        "DeleteSession",
        single.Delete,
        $"""
        WITH locked AS (
            SELECT stored.id, member.place
            FROM {BatchRows.From("sought uuid")} JOIN {schema}.sessions AS stored ON stored.id = member.sought
            ORDER BY stored.id
            FOR UPDATE OF stored)
        DELETE FROM {schema}.sessions AS stored USING locked
        WHERE stored.id = locked.id
        RETURNING stored.expires_at > now(), locked.place::int
        """,
        static (parameters, ids) => parameters.AddIds(ids, static id => id));
}
