using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Sessions;

/// <summary>Sessions by their id (rules S1 to S3). <see cref="Administration.SessionAdministration"/> has those by filter.</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class SessionStatements(string schema)
{
    /// <summary>False if the id is taken.</summary>
    public PreparedStatement<(LtiSession Session, TimeSpan Lifetime), bool> Add { get; } = new(
        $"{AddRows(schema, $"VALUES ($1, $2, {Sql.Expiry("$3")})")} RETURNING true",
        RetrySafety.OnlyIfRolledBack,
        static (parameters, added) =>
        {
            parameters.AddId(added.Session.Id);
            parameters.AddJson(added.Session.Utf8Document);
            parameters.AddLifetime(added.Lifetime);
        },
        static (row, _) => row is not null);

    /// <summary>Finds it by its id, and says when it expires on the clock of the caller, which was read as given.</summary>
    public PreparedStatement<(Guid Id, DateTimeOffset Now), LtiSession?> Find { get; } = new(
        $"SELECT {Found} FROM {schema}.sessions WHERE id = $1 AND {IsAlive}",
        RetrySafety.Read,
        static (parameters, sought) => parameters.AddId(sought.Id),
        static (row, sought) => row is null ? null : DocumentRow.Read(row, sought, LtiSession.FromDocument));

    public PreparedStatement<(Guid Id, TimeSpan Lifetime), bool> Renew { get; } = new(
        $"""
        UPDATE {schema}.sessions SET expires_at = greatest(expires_at, {Sql.Expiry("$2")})
        WHERE id = $1 AND expires_at > now()
        RETURNING true
        """,
        RetrySafety.Idempotent,
        static (parameters, renewed) =>
        {
            parameters.AddId(renewed.Id);
            parameters.AddLifetime(renewed.Lifetime);
        },
        static (row, _) => row is not null);

    /// <summary>Deletes it, and tells whether it was unexpired.</summary>
    public PreparedStatement<Guid, bool> Delete { get; } = new(
        $"DELETE FROM {schema}.sessions WHERE id = $1 RETURNING expires_at > now()",
        RetrySafety.OnlyIfRolledBack,
        static (parameters, id) => parameters.AddId(id),
        static (row, _) => row is not null && row.GetBoolean(0));

    /// <summary>What a session is read from.</summary>
    public static string Found { get; } = $"data, {Sql.Remaining()}";

    /// <summary>The condition that a session is unexpired.</summary>
    public const string IsAlive = "expires_at > now()";

    /// <summary>Adds rows of an id, a document and an expiry, where the id is not taken.</summary>
    public static string AddRows(string schema, string rows) => $"""
        INSERT INTO {schema}.sessions AS stored (id, data, expires_at)
        {rows}
        ON CONFLICT (id) DO NOTHING
        """;
}
