using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.PlatformKeySets;

/// <summary>Finds platform key sets.</summary>
internal static class KeySetReads
{
    /// <summary>Reads the state of an address.</summary>
    /// <remarks>The outcome <see cref="PlatformKeySetOutcome.Leased"/> means that the lease is free.</remarks>
    public static PlatformKeySetLookup Find(
        PreparedConnection connection, string id, Guid leaseId, Guid? knownSetId, bool needsAnother, long now)
    {
        const string Sql = """
            SELECT lease_id, leased_until, retry_at, set_id, CASE WHEN set_id IS NOT $2 THEN key_set END, fetched_at, fresh_until,
                usable_until
            FROM platform_key_sets
            WHERE id = $1
            """;
        using var row = connection.Read(Sql, id, knownSetId?.ToBlob());
        if (!row.Read())
        {
            return new() { Outcome = PlatformKeySetOutcome.Leased };
        }

        var (set, retryIn) = (ReadSet(row, now), Rest(row, 2, now));
        if (Rest(row, 6, now) > TimeSpan.Zero && !(needsAnother && row.GetId(3) == knownSetId))
        {
            return new() { Outcome = PlatformKeySetOutcome.Found, Set = set, RetryIn = retryIn };
        }

        if (retryIn > TimeSpan.Zero)
        {
            return new() { Outcome = PlatformKeySetOutcome.Postponed, Set = set, RetryIn = retryIn };
        }

        return Rest(row, 1, now) is var leased && leased > TimeSpan.Zero && row.GetId(0) != leaseId
            ? new() { Outcome = PlatformKeySetOutcome.LeasedByAnother, Set = set, RetryIn = leased }
            : new() { Outcome = PlatformKeySetOutcome.Leased, Set = set };
    }

    private static StoredPlatformKeySet? ReadSet(SqliteDataReader row, long now)
        => Rest(row, 7, now) is var usable && usable > TimeSpan.Zero
            ? new()
            {
                SetId = row.GetId(3),
                Utf8 = row.IsDBNull(4) ? default : row.GetBlob(4),
                Age = TimeSpan.FromTicks(Math.Max(0, now - row.GetInt64(5))),
                FreshFor = Rest(row, 6, now),
                UsableFor = usable,
            }
            : null;

    /// <summary>The time until a column's instant. Zero if it has passed or there is none.</summary>
    private static TimeSpan Rest(SqliteDataReader row, int column, long now)
        => !row.IsDBNull(column) && row.GetInt64(column) is var until && until > now
            ? TimeSpan.FromTicks(Math.Min(until - now, LtiLimits.MaxLifetime.Ticks))
            : TimeSpan.Zero;
}
