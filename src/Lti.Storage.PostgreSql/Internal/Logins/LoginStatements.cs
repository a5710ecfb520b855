using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Logins;

/// <summary>Begins and finds logins in one statement each (rules G1 and G2). A login and its nonce are one row.</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class LoginStatements(string schema)
{
    /// <summary>Stores a login and its nonce if both are absent or expired. The answer is the number of a <see cref="BeginOutcome"/>.</summary>
    /// <remarks>
    /// <para>
    /// An expired login with the state first gives its state up. The count of such rows makes the server do that before it adds the row.
    /// </para>
    /// <para>
    /// A state that another transaction takes meanwhile fails the whole statement. The server would quote it in its log, so a state that
    /// is taken already is looked up before.
    /// </para>
    /// <para>A batch adds its rows in the order of the nonces. Of several calls with one nonce or state it decides only the first.</para>
    /// </remarks>
    public BatchedStatement<(LtiLogin Login, ReadOnlyMemory<byte> Document, TimeSpan Lifetime), BeginOutcome> Begin { get; } = new(
        "BeginLogin",
        new(
            $"""
            WITH taken AS (
                SELECT nonce FROM {schema}.nonces WHERE state = $2 AND expires_at > now()),
            freed AS (
                UPDATE {schema}.nonces SET state = NULL, login = NULL
                WHERE state = $2 AND expires_at <= now() AND nonce <> $1
                RETURNING nonce),
            begun AS (
                INSERT INTO {schema}.nonces AS stored (nonce, expires_at, state, login)
                SELECT $1, now() + $3 * interval '1 microsecond', $2, $4
                WHERE NOT EXISTS (SELECT FROM taken) AND (SELECT count(*) FROM freed) >= 0
                ON CONFLICT (nonce) DO UPDATE
                    SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
                    WHERE stored.expires_at <= now()
                RETURNING nonce)
            SELECT CASE
                WHEN EXISTS (SELECT FROM begun) THEN 0
                WHEN NOT EXISTS (SELECT FROM taken) THEN 1
                WHEN EXISTS (SELECT FROM {schema}.nonces WHERE nonce = $1 AND expires_at > now()) THEN 1
                ELSE 2
            END
            """,
            RetrySafety.OnlyIfRolledBack,
            static (parameters, begun) =>
            {
                parameters.AddText(begun.Login.Nonce);
                parameters.AddText(begun.Login.State);
                parameters.AddLifetime(begun.Lifetime);
                parameters.AddJson(begun.Document);
            },
            static (row, _) => (BeginOutcome)row!.GetInt32(0),
            static _ => LtiConflictException.ForLogin()),
        $"""
        WITH member AS (
            SELECT nonce, state, lifetime, place, array_position($1, nonce) = place AND array_position($2, state) = place AS is_first
            FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY LIMIT cardinality($1))
                AS member (nonce, state, lifetime, place)),
        taken AS (
            SELECT member.place
            FROM member JOIN {schema}.nonces AS stored ON stored.state = member.state
            WHERE CASE WHEN stored.expires_at > now() THEN true END),
        expired AS (
            SELECT stored.nonce
            FROM member JOIN {schema}.nonces AS stored ON stored.state = member.state
            WHERE CASE WHEN member.is_first AND stored.expires_at <= now() AND stored.nonce <> ALL ($1) THEN true END
            ORDER BY stored.nonce COLLATE "C"
            FOR UPDATE OF stored),
        freed AS (
            UPDATE {schema}.nonces AS stored SET state = NULL, login = NULL FROM expired
            WHERE stored.nonce = expired.nonce
            RETURNING stored.nonce),
        begun AS (
            INSERT INTO {schema}.nonces AS stored (nonce, expires_at, state, login)
            SELECT nonce, now() + lifetime * interval '1 microsecond', state, ($4::text[])[place]::jsonb
            FROM (
                SELECT * FROM member
                WHERE is_first AND place NOT IN (SELECT place FROM taken) AND (SELECT count(*) FROM freed) >= 0
                ORDER BY nonce COLLATE "C") AS member
            ON CONFLICT (nonce) DO UPDATE
                SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
                WHERE stored.expires_at <= now()
            RETURNING nonce)
        SELECT
            CASE
                WHEN NOT is_first THEN 3
                WHEN nonce IN (SELECT nonce FROM begun) THEN 0
                WHEN place NOT IN (SELECT place FROM taken) THEN 1
                WHEN EXISTS (SELECT FROM {schema}.nonces AS stored WHERE stored.nonce = member.nonce AND expires_at > now()) THEN 1
                ELSE 2
            END,
            place::int
        FROM member
        """,
        static (parameters, begun) =>
        {
            parameters.AddTexts(begun, static one => one.Login.Nonce);
            parameters.AddTexts(begun, static one => one.Login.State);
            parameters.AddLifetimes(begun, static one => one.Lifetime);
            parameters.AddTexts(begun, static one => one.Document);
        },
        static begun => begun.Document.Length);

    /// <summary>Finds an unexpired, unused login and the remaining lifetime. The caller's clock is read before the call.</summary>
    public BatchedStatement<(string State, DateTimeOffset Now), LtiLogin?> Find { get; } = new(
        "FindLogin",
        new(
            $"""
            SELECT
                login,
                (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint,
                nonce
            FROM {schema}.nonces
            WHERE state = $1 AND used_at IS NULL AND expires_at > now() AND login IS NOT NULL
            """,
            RetrySafety.Read,
            static (parameters, sought) => parameters.AddText(sought.State),
            static (row, sought) => row is null ? null : Read(row, sought)),
        $"""
        SELECT
            login,
            (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint,
            nonce,
            member.place::int
        FROM (SELECT * FROM unnest($1::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (sought, place)
        JOIN {schema}.nonces ON state = member.sought
        WHERE CASE WHEN used_at IS NULL AND expires_at > now() AND login IS NOT NULL THEN true END
        """,
        static (parameters, sought) => parameters.AddTexts(sought, static one => one.State));

    private static LtiLogin Read(NpgsqlDataReader row, (string State, DateTimeOffset Now) sought)
        => DocumentRow.Read(
            row,
            ((sought.State, Nonce: row.GetString(2)), sought.Now),
            static (key, utf8Document, expiresAt) => LtiLogin.FromDocument(key.State, key.Nonce, utf8Document, expiresAt));
}
