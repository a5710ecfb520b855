using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Logins;

/// <summary>Begins and finds logins (rules G1 and G2). A login and its nonce are one row.</summary>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class LoginStatements(string schema)
{
    /// <summary>Stores a login and its nonce. False if the nonce is taken or a row has the state, expired or not.</summary>
    /// <remarks>
    /// <para>States are random, so a login hardly ever needs <see cref="BeginAgain"/>, which follows after false.</para>
    /// <para>
    /// A state that another transaction takes meanwhile fails the whole statement. The server would quote it in its log, so a state that
    /// is taken already is looked up before.
    /// </para>
    /// <para>A batch adds its rows in the order of the nonces. Of several calls with one nonce or state it stores only the first.</para>
    /// </remarks>
    public BatchedStatement<(LtiLogin Login, ReadOnlyMemory<byte> Document, TimeSpan Lifetime), bool> Begin { get; } = new(
        "BeginLogin",
        new(
            $"""
            INSERT INTO {schema}.nonces AS stored (nonce, expires_at, state, login)
            SELECT $1, now() + $3 * interval '1 microsecond', $2, $4
            WHERE NOT EXISTS (SELECT FROM {schema}.nonces WHERE state = $2)
            ON CONFLICT (nonce) DO UPDATE
                SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
                WHERE stored.expires_at <= now()
            RETURNING true
            """,
            RetrySafety.OnlyIfRolledBack,
            Bind,
            static (row, _) => row is not null,
            static _ => LtiConflictException.ForLogin()),
        $"""
        INSERT INTO {schema}.nonces AS stored (nonce, expires_at, state, login)
        SELECT nonce, now() + lifetime * interval '1 microsecond', state, ($4::text[])[place]::jsonb
        FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY LIMIT cardinality($1))
            AS member (nonce, state, lifetime, place)
        WHERE array_position($1, nonce) = place
            AND array_position($2, state) = place
            AND NOT EXISTS (SELECT FROM {schema}.nonces AS other WHERE other.state = member.state)
        ORDER BY nonce COLLATE "C"
        ON CONFLICT (nonce) DO UPDATE
            SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
            WHERE stored.expires_at <= now()
        RETURNING true, array_position($1, stored.nonce::text)
        """,
        static (parameters, begun) =>
        {
            parameters.AddTexts(begun, static one => one.Login.Nonce);
            parameters.AddTexts(begun, static one => one.Login.State);
            parameters.AddLifetimes(begun, static one => one.Lifetime);
            parameters.AddTexts(begun, static one => one.Document);
        },
        static begun => begun.Document.Length);

    /// <summary>Stores a login and its nonce after an expired login gives its state up, or tells what is taken.</summary>
    /// <remarks>
    /// A login that is refused changes nothing. The row is added after the state is free: it depends on the count of the rows that gave the
    /// state up.
    /// </remarks>
    public PreparedStatement<(LtiLogin Login, ReadOnlyMemory<byte> Document, TimeSpan Lifetime), BeginOutcome> BeginAgain { get; } = new(
        $"""
        WITH taken AS (
            SELECT nonce FROM {schema}.nonces WHERE state = $2 AND expires_at > now()),
        freed AS (
            UPDATE {schema}.nonces SET state = NULL, login = NULL
            WHERE state = $2 AND expires_at <= now() AND nonce <> $1
                AND NOT EXISTS (SELECT FROM {schema}.nonces WHERE nonce = $1 AND expires_at > now())
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
        Bind,
        static (row, _) => (BeginOutcome)row!.GetInt32(0),
        static _ => LtiConflictException.ForLogin());

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

    private static void Bind(
        NpgsqlParameterCollection parameters, (LtiLogin Login, ReadOnlyMemory<byte> Document, TimeSpan Lifetime) begun)
    {
        parameters.AddText(begun.Login.Nonce);
        parameters.AddText(begun.Login.State);
        parameters.AddLifetime(begun.Lifetime);
        parameters.AddJson(begun.Document);
    }

    private static LtiLogin Read(NpgsqlDataReader row, (string State, DateTimeOffset Now) sought)
        => DocumentRow.Read(
            row,
            ((sought.State, Nonce: row.GetString(2)), sought.Now),
            static (key, utf8Document, expiresAt) => LtiLogin.FromDocument(key.State, key.Nonce, utf8Document, expiresAt));
}
