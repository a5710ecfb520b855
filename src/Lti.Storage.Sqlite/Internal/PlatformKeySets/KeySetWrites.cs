using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.PlatformKeySets;

/// <summary>Leases, stores and releases platform key sets (rules P1 to P4).</summary>
internal static class KeySetWrites
{
    /// <summary>Takes the lease unless the state of the row forbids it, which is read in the same transaction.</summary>
    public static PlatformKeySetLookup Lease(
        WriteTransaction transaction, string id, string jwksUrl, Guid leaseId, TimeSpan leaseFor, Guid? knownSetId, bool needsAnother)
    {
        const string Sql = """
            INSERT INTO platform_key_sets (id, jwks_url, expires_at, lease_id, leased_until)
            VALUES ($1, $2, $3, $4, $3)
            ON CONFLICT (id) DO UPDATE
            SET expires_at = max(coalesce(usable_until, 0), $3), lease_id = $4, leased_until = $3
            """;
        var found = KeySetReads.Find(transaction.Connection, id, leaseId, knownSetId, needsAnother, transaction.Ticks);
        if (found.Outcome == PlatformKeySetOutcome.Leased)
        {
            transaction.Connection.Execute(Sql, id, jwksUrl, transaction.After(leaseFor), leaseId.ToBlob());
        }

        return found;
    }

    public static bool Store(WriteTransaction transaction, string id, Guid leaseId, NewPlatformKeySet set)
    {
        const string Sql = """
            UPDATE platform_key_sets
            SET expires_at = max($7, $8), lease_id = NULL, leased_until = NULL, set_id = $3, key_set = $4, fetched_at = $5,
                fresh_until = $6, usable_until = $7, retry_at = $8
            WHERE id = $1 AND lease_id = $2
            """;
        return transaction.Connection.Execute(
            Sql,
            id,
            leaseId.ToBlob(),
            set.SetId.ToBlob(),
            set.Utf8.ToBlob(),
            transaction.Ticks,
            transaction.After(set.FreshFor),
            transaction.After(set.UsableFor),
            transaction.After(set.RetryAfter)) > 0;
    }

    public static bool Release(WriteTransaction transaction, string id, Guid leaseId, TimeSpan retryAfter)
    {
        const string Sql = """
            UPDATE platform_key_sets
            SET expires_at = max(coalesce(usable_until, 0), $3), lease_id = NULL, leased_until = NULL, retry_at = $3
            WHERE id = $1 AND lease_id = $2
            """;
        return transaction.Connection.Execute(Sql, id, leaseId.ToBlob(), transaction.After(retryAfter)) > 0;
    }
}
