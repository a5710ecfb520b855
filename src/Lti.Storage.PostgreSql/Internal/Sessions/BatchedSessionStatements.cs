using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Sessions;

/// <summary>Rules S1 and S2 for many calls at once. Rows are added in the order of their ids, so that two such statements wait for each other in one direction only.</summary>
/// <param name="schema">The quoted name of the schema.</param>
/// <param name="single">The statements of one call.</param>
internal sealed class BatchedSessionStatements(string schema, SessionStatements single)
{
    /// <summary>The first of those who bring the same id adds it, and the others find it taken.</summary>
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
}
