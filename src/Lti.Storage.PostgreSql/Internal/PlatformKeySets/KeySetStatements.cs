using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.PlatformKeySets;

/// <summary>Leases, stores and releases platform key sets (rules P1 to P4).</summary>
/// <remarks>A write under a lease finds the row by the lease's id.</remarks>
/// <param name="schema">The quoted name of the schema.</param>
internal sealed class KeySetStatements(string schema)
{
    /// <summary>Finds a fresh set, or takes the lease unless another caller has it.</summary>
    /// <remarks>A found set locks and writes nothing. If another call takes the lease meanwhile, its rest is unknown.</remarks>
    public PreparedStatement<KeySetLease, PlatformKeySetLookup> Lease { get; } = new(
        $"""
        WITH stored AS (
            SELECT * FROM {schema}.platform_key_sets WHERE id = $1),
        leased AS (
            INSERT INTO {schema}.platform_key_sets AS present (id, jwks_url, expires_at, lease_id, leased_until)
            SELECT $1, $2, now() + $4 * interval '1 microsecond', $3, now() + $4 * interval '1 microsecond'
            WHERE NOT EXISTS (
                SELECT FROM stored
                WHERE fresh_until > now() AND set_id IS DISTINCT FROM $6
                    OR retry_at > now() OR leased_until > now() AND lease_id <> $3)
            ON CONFLICT (id) DO UPDATE
            SET
                expires_at = greatest(present.usable_until, excluded.leased_until),
                lease_id = excluded.lease_id,
                leased_until = excluded.leased_until
            WHERE (
                present.fresh_until > now() AND present.set_id IS DISTINCT FROM $6
                OR present.retry_at > now() OR present.leased_until > now() AND present.lease_id <> $3) IS NOT TRUE
            RETURNING id)
        SELECT
            EXISTS (SELECT FROM leased),
            coalesce(fresh_until > now() AND set_id IS DISTINCT FROM $6, false),
            CASE WHEN retry_at > now()
                THEN (1000000 * extract(epoch FROM least(retry_at, now() + interval '87600 hours') - now()))::bigint ELSE 0 END,
            CASE WHEN leased_until > now()
                THEN (1000000 * extract(epoch FROM least(leased_until, now() + interval '87600 hours') - now()))::bigint ELSE 0 END,
            CASE WHEN usable_until > now()
                THEN (1000000 * extract(epoch FROM least(usable_until, now() + interval '87600 hours') - now()))::bigint ELSE 0 END,
            CASE WHEN fresh_until > now()
                THEN (1000000 * extract(epoch FROM least(fresh_until, now() + interval '87600 hours') - now()))::bigint ELSE 0 END,
            CASE WHEN fetched_at < now()
                THEN (1000000 * extract(epoch FROM now() - greatest(fetched_at, now() - interval '87600 hours')))::bigint ELSE 0 END,
            set_id,
            CASE WHEN set_id IS DISTINCT FROM $5 THEN key_set END
        FROM (SELECT) AS once LEFT JOIN stored ON true
        """,
        RetrySafety.Idempotent,
        static (parameters, lease) =>
        {
            parameters.AddText(lease.Id);
            parameters.AddText(lease.JwksUrl);
            parameters.AddId(lease.LeaseId);
            parameters.AddLifetime(lease.LeaseFor);
            parameters.AddOptionalId(lease.KnownSetId);
            parameters.AddOptionalId(lease.LackingSetId);
        },
        static (row, _) => ReadLookup(row!));

    /// <summary>Stores a set under a lease, which ends. False if the lease is no longer the caller's.</summary>
    public PreparedStatement<(string Id, Guid LeaseId, NewPlatformKeySet Set), bool> Store { get; } = new(
        $"""
        UPDATE {schema}.platform_key_sets
        SET
            expires_at = now() + greatest($6, $7) * interval '1 microsecond',
            lease_id = NULL,
            leased_until = NULL,
            retry_at = now() + $7 * interval '1 microsecond',
            set_id = $3,
            key_set = $4,
            fetched_at = now(),
            fresh_until = now() + $5 * interval '1 microsecond',
            usable_until = now() + $6 * interval '1 microsecond'
        WHERE id = $1 AND (lease_id = $2 OR set_id = $3)
        RETURNING true
        """,
        RetrySafety.Idempotent,
        static (parameters, stored) =>
        {
            parameters.AddText(stored.Id);
            parameters.AddId(stored.LeaseId);
            parameters.AddId(stored.Set.SetId);
            parameters.AddBytes(stored.Set.Utf8);
            parameters.AddLifetime(stored.Set.FreshFor);
            parameters.AddLifetime(stored.Set.UsableFor);
            parameters.AddLifetime(stored.Set.RetryAfter);
        },
        static (row, _) => row is not null);

    /// <summary>Ends a lease without a set. False if it is no longer the caller's.</summary>
    public PreparedStatement<(string Id, Guid LeaseId, TimeSpan RetryAfter), bool> Release { get; } = new(
        $"""
        UPDATE {schema}.platform_key_sets
        SET
            expires_at = greatest(usable_until, now() + $3 * interval '1 microsecond'),
            lease_id = NULL,
            leased_until = NULL,
            retry_at = now() + $3 * interval '1 microsecond'
        WHERE id = $1 AND lease_id = $2
        RETURNING true
        """,
        RetrySafety.OnlyIfRolledBack,
        static (parameters, released) =>
        {
            parameters.AddText(released.Id);
            parameters.AddId(released.LeaseId);
            parameters.AddLifetime(released.RetryAfter);
        },
        static (row, _) => row is not null);

    private static PlatformKeySetLookup ReadLookup(NpgsqlDataReader row)
    {
        var set = ReadSet(row);
        var (retryIn, leased) = (Time(row, 2), Time(row, 3));
        if (row.GetBoolean(0))
        {
            return new() { Outcome = PlatformKeySetOutcome.Leased, Set = set };
        }

        if (row.GetBoolean(1))
        {
            return new() { Outcome = PlatformKeySetOutcome.Found, Set = set, RetryIn = retryIn };
        }

        return retryIn > TimeSpan.Zero
            ? new() { Outcome = PlatformKeySetOutcome.Postponed, Set = set, RetryIn = retryIn }
            : new() { Outcome = PlatformKeySetOutcome.LeasedByAnother, Set = set, RetryIn = leased };
    }

    private static StoredPlatformKeySet? ReadSet(NpgsqlDataReader row) => Time(row, 4) is var usable && usable > TimeSpan.Zero
        ? new()
        {
            UsableFor = usable,
            FreshFor = Time(row, 5),
            Age = Time(row, 6),
            SetId = row.GetGuid(7),
            Utf8 = row.IsDBNull(8) ? default : row.GetFieldValue<byte[]>(8),
        }
        : null;

    private static TimeSpan Time(NpgsqlDataReader row, int column) => TimeSpan.FromMicroseconds(row.GetInt64(column));
}
