using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Registration;

/// <summary>Rules R1 to R4.</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class RegistrationStatements(string schema)
{
    public PreparedStatement<(LtiRegistrationSession Session, TimeSpan Lifetime), bool> Save { get; } = new(
        $"""
        INSERT INTO {schema}.registration_sessions (id, data, expires_at) VALUES ($1, $2, {Sql.Expiry("$3")})
        ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at
        """,
        // Not sent again after a broken connection: between the two, another caller may have consumed it, and would find it again.
        RetrySafety.OnlyIfRolledBack,
        static (parameters, saved) =>
        {
            parameters.AddId(saved.Session.Id);
            parameters.AddJson(saved.Session.Utf8Document);
            parameters.AddLifetime(saved.Lifetime);
        },
        static (_, _) => true);

    public PreparedStatement<(Guid Id, DateTimeOffset Now), LtiRegistrationSession?> Find { get; } = new(
        $"SELECT data, {Sql.Remaining()} FROM {schema}.registration_sessions WHERE id = $1 AND expires_at > now()",
        RetrySafety.Read,
        static (parameters, sought) => parameters.AddId(sought.Id),
        static (row, sought) => Read(row, sought));

    /// <summary>Removes it, expired or not; null if it had expired.</summary>
    public PreparedStatement<(Guid Id, DateTimeOffset Now), LtiRegistrationSession?> Consume { get; } = new(
        $"DELETE FROM {schema}.registration_sessions WHERE id = $1 RETURNING data, {Sql.Remaining()}, {Sql.Durably}",
        RetrySafety.OnlyIfRolledBack,
        static (parameters, sought) => parameters.AddId(sought.Id),
        static (row, sought) => Read(row, sought));

    /// <summary>Deletes it, and tells whether it was unexpired.</summary>
    public PreparedStatement<Guid, bool> Delete { get; } = new(
        $"DELETE FROM {schema}.registration_sessions WHERE id = $1 RETURNING expires_at > now()",
        RetrySafety.OnlyIfRolledBack,
        static (parameters, id) => parameters.AddId(id),
        static (row, _) => row is not null && row.GetBoolean(0));

    private static LtiRegistrationSession? Read(NpgsqlDataReader? row, (Guid Id, DateTimeOffset Now) sought)
        => row is not null && row.GetInt64(1) > 0 ? DocumentRow.Read(row, sought, LtiRegistrationSession.FromDocument) : null;
}
