using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.ToolKeys;

/// <summary>Adds, imports, revokes and deletes tool keys (rules T1 to T4 and T6).</summary>
/// <remarks>The write lock orders the calls.</remarks>
internal static class ToolKeyWrites
{
    /// <summary>Adds the next key unless one waits for its start.</summary>
    /// <remarks>The first key starts immediately. So does the key after a revoked one.</remarks>
    public static bool TryAddNext(
        WriteTransaction transaction, NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery)
    {
        const string Sql = """
            INSERT INTO tool_keys (key_id, added_at, starts_at, public_key, private_key, is_protected)
            SELECT $1, $2, coalesce(
                (SELECT max($3, starts_at + $4)
                    FROM (SELECT starts_at, public_key FROM tool_keys WHERE starts_at <= $2 ORDER BY starts_at DESC, number DESC LIMIT 1)
                    WHERE public_key IS NOT NULL),
                $2), $5, $6, $7
            WHERE NOT EXISTS (SELECT 1 FROM tool_keys WHERE starts_at > $2 AND public_key IS NOT NULL)
                AND $8 IS (SELECT key_id
                    FROM (SELECT key_id, public_key FROM tool_keys WHERE starts_at <= $2 ORDER BY starts_at DESC, number DESC LIMIT 1)
                    WHERE public_key IS NOT NULL)
            ON CONFLICT DO NOTHING
            """;
        return transaction.Connection.Execute(
            Sql,
            key.KeyId,
            transaction.Ticks,
            transaction.After(announceFor),
            rotateEvery.Ticks,
            key.PublicKey.ToBlob(),
            key.PrivateKey.Bytes.ToBlob(),
            key.PrivateKey.IsProtected ? 1L : 0L,
            after) > 0;
    }

    /// <summary>Adds a key of a given id. It starts immediately if no key signs.</summary>
    /// <exception cref="LtiConflictException">The id is used or was used before.</exception>
    public static void Import(WriteTransaction transaction, NewToolKey key, TimeSpan announceFor)
    {
        const string Sql = """
            INSERT INTO tool_keys (key_id, added_at, starts_at, public_key, private_key, is_protected)
            SELECT $1, $2, CASE
                WHEN EXISTS (SELECT 1 FROM tool_keys WHERE starts_at > $2 AND public_key IS NOT NULL)
                    OR EXISTS (SELECT 1
                        FROM (SELECT public_key FROM tool_keys WHERE starts_at <= $2 ORDER BY starts_at DESC, number DESC LIMIT 1)
                        WHERE public_key IS NOT NULL)
                THEN $3
                ELSE $2 END, $4, $5, $6
            WHERE true
            ON CONFLICT DO NOTHING
            """;
        var added = transaction.Connection.Execute(
            Sql,
            key.KeyId,
            transaction.Ticks,
            transaction.After(announceFor),
            key.PublicKey.ToBlob(),
            key.PrivateKey.Bytes.ToBlob(),
            key.PrivateKey.IsProtected ? 1L : 0L);
        if (added == 0)
        {
            throw LtiConflictException.ForToolKey(key.KeyId);
        }
    }

    /// <summary>Erases the parts of a key. If it signed, the first key that waits starts now.</summary>
    public static bool Revoke(WriteTransaction transaction, string keyId)
    {
        const string Erase = """
            UPDATE tool_keys
            SET public_key = NULL, private_key = NULL, starts_at = CASE WHEN starts_at > $2 THEN NULL ELSE starts_at END
            WHERE key_id = $1 AND public_key IS NOT NULL
            """;
        const string StartNext = """
            UPDATE tool_keys
            SET starts_at = $2
            WHERE number = (
                SELECT number FROM tool_keys WHERE starts_at > $2 AND public_key IS NOT NULL ORDER BY starts_at, number LIMIT 1)
                AND $1 = (SELECT key_id FROM tool_keys WHERE starts_at <= $2 ORDER BY starts_at DESC, number DESC LIMIT 1)
            """;
        if (transaction.Connection.Execute(Erase, keyId, transaction.Ticks) == 0)
        {
            return false;
        }

        transaction.Connection.Execute(StartNext, keyId, transaction.Ticks);
        return true;
    }

    /// <summary>Erases the parts of the keys whose successor has signed for a time.</summary>
    public static int DeleteRetired(WriteTransaction transaction, TimeSpan retireFor)
    {
        const string Sql = """
            UPDATE tool_keys
            SET public_key = NULL, private_key = NULL
            WHERE public_key IS NOT NULL
                AND EXISTS (SELECT 1 FROM tool_keys AS later WHERE later.starts_at > tool_keys.starts_at AND later.starts_at <= $1)
            """;
        return transaction.Connection.Execute(Sql, transaction.Ticks - retireFor.Ticks);
    }
}
