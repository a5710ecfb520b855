using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Sessions;

/// <summary>Adds, finds, renews and deletes sessions by ID (rules S1 to S3).</summary>
/// <remarks>A batch adds and locks its rows in the order of their IDs so that two batches cannot deadlock.</remarks>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class SessionStatements(string schema)
{
    /// <summary>Adds a session. False if its ID is taken.</summary>
    /// <remarks>Of several calls of a batch with one ID the first adds its session.</remarks>
    public BatchedStatement<(LtiSession Session, TimeSpan Lifetime), bool> Add { get; } = new(
        "AddSession",
        new(
            $"""
            INSERT INTO {schema}.sessions AS stored (id, data, expires_at)
            VALUES ($1, $2, now() + $3 * interval '1 microsecond')
            ON CONFLICT (id) DO NOTHING
            RETURNING true
            """,
            RetrySafety.OnlyIfRolledBack,
            static (parameters, added) =>
            {
                parameters.AddId(added.Session.Id);
                parameters.AddJson(added.Session.Utf8Document);
                parameters.AddLifetime(added.Lifetime);
            },
            static (row, _) => row is not null),
        $"""
        INSERT INTO {schema}.sessions AS stored (id, data, expires_at)
        SELECT id, ($3::text[])[place]::jsonb, now() + lifetime * interval '1 microsecond'
        FROM (
            SELECT *
            FROM (SELECT * FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (id, lifetime, place)
            ORDER BY id, place) AS member
        ON CONFLICT (id) DO NOTHING
        RETURNING true, array_position($1, stored.id)
        """,
        static (parameters, added) =>
        {
            parameters.AddIds(added, static one => one.Session.Id);
            parameters.AddLifetimes(added, static one => one.Lifetime);
            parameters.AddTexts(added, static one => one.Session.Utf8Document);
        },
        static added => added.Session.Utf8Document.Length);

    /// <summary>Finds an unexpired session and the remaining lifetime. The caller's clock is read before the call.</summary>
    public BatchedStatement<(Guid Id, DateTimeOffset Now), LtiSession?> Find { get; } = new(
        "FindSession",
        new(
            $"""
            SELECT
                data,
                (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
            FROM {schema}.sessions
            WHERE id = $1 AND expires_at > now()
            """,
            RetrySafety.Read,
            static (parameters, sought) => parameters.AddId(sought.Id),
            static (row, sought) => row is null ? null : DocumentRow.Read(row, sought, LtiSession.FromDocument)),
        $"""
        SELECT
            data,
            (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint,
            member.place::int
        FROM (SELECT * FROM unnest($1::uuid[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (sought, place)
        JOIN {schema}.sessions ON id = member.sought AND expires_at > now()
        """,
        static (parameters, sought) => parameters.AddIds(sought, static one => one.Id));

    /// <summary>Extends the lifetime of an unexpired session and never shortens it. False if there is none.</summary>
    public PreparedStatement<(Guid Id, TimeSpan Lifetime), bool> Renew { get; } = new(
        $"""
        UPDATE {schema}.sessions SET expires_at = greatest(expires_at, now() + $2 * interval '1 microsecond')
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

    /// <summary>Deletes a session. True if it was unexpired.</summary>
    /// <remarks>
    /// <para>Of several calls of a batch with one ID one deletes the session, and the others find none.</para>
    /// <para>
    /// A batch notifies once because a notifying transaction holds a lock of the whole cluster until its commit is on disk.
    /// </para>
    /// </remarks>
    public BatchedStatement<Guid, bool> Delete { get; } = new(
        "DeleteSession",
        new(
            $"DELETE FROM {schema}.sessions WHERE id = $1 RETURNING expires_at > now()",
            RetrySafety.OnlyIfRolledBack,
            static (parameters, id) => parameters.AddId(id),
            static (row, _) => row is not null && row.GetBoolean(0)),
        $"""
        WITH locked AS (
            SELECT stored.id, member.place
            FROM (SELECT * FROM unnest($1::uuid[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (sought, place)
            JOIN {schema}.sessions AS stored ON stored.id = member.sought
            ORDER BY stored.id
            FOR UPDATE OF stored)
        DELETE FROM {schema}.sessions AS stored USING locked
        WHERE stored.id = locked.id
        RETURNING stored.expires_at > now(), locked.place::int
        """,
        static (parameters, ids) => parameters.AddIds(ids, static id => id));
}
