using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.ToolKeys;

/// <summary>Lists tool keys.</summary>
internal static class ToolKeyReads
{
    public static IReadOnlyList<StoredToolKey> List(PreparedConnection connection, TimeProvider clock)
    {
        const string Sql = """
            SELECT key_id, added_at, starts_at, public_key, private_key, is_protected, number
            FROM tool_keys
            ORDER BY starts_at, number
            """;
        List<StoredToolKey> keys = [];
        using var rows = connection.Read(Sql);

        // The first row is read before the clock, so that no key of the snapshot is younger than the time.
        var hasRow = rows.Read();
        var now = clock.GetUtcNow().UtcTicks;
        for (; hasRow; hasRow = rows.Read())
        {
            try
            {
                keys.Add(Convert(rows, now));
            }
            catch (Exception e) when (Unreadable.IsCause(e))
            {
                throw Unreadable.Numbered("tool_keys", rows, column: 6, e);
            }
        }

        return keys.AsReadOnly();
    }

    private static StoredToolKey Convert(SqliteDataReader row, long now)
    {
        var isRemoved = row.IsDBNull(3) || row.IsDBNull(4);
        return new StoredToolKey
        {
            KeyId = row.GetString(0),
            Age = TimeSpan.FromTicks(Math.Max(0, now - row.GetTime(1))),
            StartsIn = row.IsDBNull(2) ? null : TimeSpan.FromTicks(row.GetTime(2) - now),
            PublicKey = isRemoved ? default(ReadOnlyMemory<byte>?) : row.GetBlob(3),
            PrivateKey = isRemoved ? null : new StoredSecret(row.GetBlob(4), row.GetBoolean(5)),
        };
    }
}
