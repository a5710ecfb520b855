using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Nonces;

/// <summary>Stores, consumes and claims nonces in one statement each (rules N1 to N5).</summary>
/// <remarks>
/// <para>A batch locks its rows in the order of the nonces so that two batches cannot deadlock.</para>
/// <para>
/// Consume and claim set <c>synchronous_commit</c> for their transaction if it is off. Otherwise a crash of the server could forget a
/// used nonce.
/// </para>
/// </remarks>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class NonceStatements(string schema)
{
    /// <summary>Stores an absent or expired nonce. True if it was stored.</summary>
    /// <remarks>An expired login of that nonce goes with it. If calls of a batch share a nonce, the first call stores it.</remarks>
    public BatchedStatement<(string Nonce, TimeSpan Lifetime), bool> Store { get; } = new(
        "StoreNonce",
        new(
            $"""
            INSERT INTO {schema}.nonces AS stored (nonce, expires_at)
            VALUES ($1, now() + $2 * interval '1 microsecond')
            ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL, state = NULL, login = NULL
                WHERE stored.expires_at <= now()
            RETURNING true
            """,
            RetrySafety.OnlyIfRolledBack,
            BindNew,
            static (row, _) => row is not null),
        $"""
        INSERT INTO {schema}.nonces AS stored (nonce, expires_at)
        SELECT DISTINCT ON (nonce COLLATE "C") nonce, now() + lifetime * interval '1 microsecond'
        FROM (SELECT * FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (nonce, lifetime, place)
        ORDER BY nonce COLLATE "C", place
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL, state = NULL, login = NULL
            WHERE stored.expires_at <= now()
        RETURNING true, array_position($1, stored.nonce::text)
        """,
        BindNew);

    /// <summary>Stores an absent or expired nonce as used. True if it was stored.</summary>
    /// <remarks>An expired login of that nonce goes with it. If calls of a batch share a nonce, the first call claims it.</remarks>
    public BatchedStatement<(string Nonce, TimeSpan Lifetime), bool> Claim { get; } = new(
        "ClaimNonce",
        new(
            $"""
            INSERT INTO {schema}.nonces AS stored (nonce, expires_at, used_at)
            VALUES ($1, now() + $2 * interval '1 microsecond', now())
            ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at, state = NULL, login = NULL
                WHERE stored.expires_at <= now()
            RETURNING
                CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END
            """,
            RetrySafety.OnlyIfRolledBack,
            BindNew,
            static (row, _) => row is not null),
        $"""
        INSERT INTO {schema}.nonces AS stored (nonce, expires_at, used_at)
        SELECT DISTINCT ON (nonce COLLATE "C") nonce, now() + lifetime * interval '1 microsecond', now()
        FROM (SELECT * FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (nonce, lifetime, place)
        ORDER BY nonce COLLATE "C", place
        ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at, state = NULL, login = NULL
            WHERE stored.expires_at <= now()
        RETURNING
            CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END,
            array_position($1, stored.nonce::text)
        """,
        BindNew);

    /// <summary>Uses up a nonce. The answer is the number of a <see cref="NonceOutcome"/>.</summary>
    /// <remarks>
    /// <para>
    /// Concurrent calls with one nonce wait for the row, and all but one find it used. The final SELECT may read an older version of the
    /// row than the UPDATE. If it sees an unexpired nonce that this UPDATE did not use, another call used it.
    /// </para>
    /// <para>A change here belongs into <see cref="Launches.LaunchStatements.Complete"/> too, which uses up a nonce in the same way.</para>
    /// <para>
    /// The batched condition stands in a CASE, which the planner expects to be true for half of the rows. Without the CASE it
    /// expects almost no row to match in a table that was never analysed. It would then read the whole table and keep that plan while
    /// the table grows.
    /// </para>
    /// </remarks>
    public BatchedStatement<string, NonceOutcome> Consume { get; } = new(
        "ConsumeNonce",
        new(
            $"""
            WITH used AS (
                UPDATE {schema}.nonces SET used_at = now()
                WHERE nonce = $1 AND used_at IS NULL AND expires_at > now()
                RETURNING
                    CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END)
            SELECT CASE
                WHEN EXISTS (SELECT FROM used) THEN 1
                WHEN stored.expires_at <= now() THEN 2
                WHEN stored.nonce IS NOT NULL THEN 3
                ELSE 0
            END
            FROM (SELECT) AS one LEFT JOIN {schema}.nonces AS stored ON stored.nonce = $1
            """,
            RetrySafety.OnlyIfRolledBack,
            static (parameters, nonce) => parameters.AddText(nonce),
            static (row, _) => ReadOutcome(row)),
        $"""
        WITH member AS (
            SELECT * FROM (SELECT * FROM unnest($1::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (nonce, place)),
        usable AS (
            SELECT stored.nonce, member.place
            FROM member JOIN {schema}.nonces AS stored ON stored.nonce = member.nonce
            WHERE CASE WHEN used_at IS NULL AND expires_at > now() THEN true END
            ORDER BY stored.nonce COLLATE "C"
            FOR UPDATE OF stored),
        used AS (
            UPDATE {schema}.nonces AS stored SET used_at = now() FROM usable
            WHERE stored.nonce = usable.nonce
            RETURNING
                usable.place,
                CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END)
        SELECT
            CASE
                WHEN member.place IN (SELECT place FROM used) THEN 1
                WHEN stored.expires_at <= now() THEN 2
                WHEN stored.nonce IS NOT NULL THEN 3
                ELSE 0
            END,
            member.place::int
        FROM member LEFT JOIN {schema}.nonces AS stored ON stored.nonce = member.nonce
        """,
        static (parameters, nonces) => parameters.AddTexts(nonces, static nonce => nonce));

    /// <summary>Reads the outcome that a statement answers.</summary>
    public static NonceOutcome ReadOutcome(NpgsqlDataReader? row) => (NonceOutcome)row!.GetInt32(0);

    private static void BindNew(NpgsqlParameterCollection parameters, (string Nonce, TimeSpan Lifetime) stored)
    {
        parameters.AddText(stored.Nonce);
        parameters.AddLifetime(stored.Lifetime);
    }

    private static void BindNew(NpgsqlParameterCollection parameters, IReadOnlyList<(string Nonce, TimeSpan Lifetime)> stored)
    {
        parameters.AddTexts(stored, static one => one.Nonce);
        parameters.AddLifetimes(stored, static one => one.Lifetime);
    }
}
