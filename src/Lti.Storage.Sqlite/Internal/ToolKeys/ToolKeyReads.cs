using Lti.Storage.Sqlite.Internal.Connections;

namespace Lti.Storage.Sqlite.Internal.ToolKeys;

/// <summary>Lists tool keys.</summary>
internal static class ToolKeyReads
{
    public static IReadOnlyList<StoredToolKey> List(PreparedConnection connection, TimeProvider clock)
    {
        const string Sql = """
            SELECT key_id, added_at, starts_at, public_key, private_key, is_protected
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
            var isRemoved = rows.IsDBNull(3) || rows.IsDBNull(4);
            keys.Add(new StoredToolKey
            {
                KeyId = rows.GetString(0),
                Age = TimeSpan.FromTicks(Math.Max(0, now - rows.GetInt64(1))),
                StartsIn = rows.IsDBNull(2) ? null : TimeSpan.FromTicks(rows.GetInt64(2) - now),
                PublicKey = isRemoved ? default(ReadOnlyMemory<byte>?) : rows.GetBlob(3),
                PrivateKey = isRemoved ? null : new StoredSecret(rows.GetBlob(4), rows.GetBoolean(5)),
            });
        }

        return keys.AsReadOnly();
    }
}
