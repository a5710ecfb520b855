using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Registrations;

/// <summary>Saves, finds, consumes and deletes registration sessions (rules R1 to R4).</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class RegistrationStatements(string schema)
{
    /// <summary>Adds a registration session or replaces the one with its ID.</summary>
    public PreparedStatement<(LtiRegistrationSession Session, TimeSpan Lifetime), bool> Save { get; } = new(
        $"""
        INSERT INTO {schema}.registration_sessions (id, data, expires_at)
        VALUES ($1, $2, now() + $3 * interval '1 microsecond')
        ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at
        """,
        // No retry after a broken connection: another caller may have consumed the row meanwhile and would find it again.
        RetrySafety.OnlyIfRolledBack,
        static (parameters, saved) =>
        {
            parameters.AddId(saved.Session.Id);
            parameters.AddJson(saved.Session.Utf8Document);
            parameters.AddLifetime(saved.Lifetime);
        },
        static (_, _) => true);

    /// <summary>Finds an unexpired registration session.</summary>
    public PreparedStatement<(Guid Id, DateTimeOffset Now), LtiRegistrationSession?> Find { get; } = new(
        $"""
        SELECT
            data,
            (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
        FROM {schema}.registration_sessions
        WHERE id = $1 AND expires_at > now()
        """,
        RetrySafety.Read,
        static (parameters, sought) => parameters.AddId(sought.Id),
        static (row, sought) => Read(row, sought));

    /// <summary>Removes a registration session, expired or not. The answer is null if it had expired.</summary>
    public PreparedStatement<(Guid Id, DateTimeOffset Now), LtiRegistrationSession?> Consume { get; } = new(
        $"""
        DELETE FROM {schema}.registration_sessions
        WHERE id = $1
        RETURNING
            data,
            (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint,
            CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, sought) => parameters.AddId(sought.Id),
        static (row, sought) => Read(row, sought));

    /// <summary>Deletes a registration session. True if it was unexpired.</summary>
    public PreparedStatement<Guid, bool> Delete { get; } = new(
        $"DELETE FROM {schema}.registration_sessions WHERE id = $1 RETURNING expires_at > now()",
        RetrySafety.OnlyIfRolledBack,
        static (parameters, id) => parameters.AddId(id),
        static (row, _) => row is not null && row.GetBoolean(0));

    private static LtiRegistrationSession? Read(NpgsqlDataReader? row, (Guid Id, DateTimeOffset Now) sought)
        => row is not null && row.GetInt64(1) > 0 ? DocumentRow.Read(row, sought, LtiRegistrationSession.FromDocument) : null;
}
