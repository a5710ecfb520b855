using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Cleanup;

/// <summary>Deletes expired rows. Each statement takes the rows that expired first: until <c>$1</c>, at most <c>$2</c>.</summary>
internal static class ExpiredRows
{
    private const string DeleteNonces = """
        DELETE FROM nonces
        WHERE nonce IN (SELECT nonce FROM nonces WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
        """;

    private const string DeleteSessions = """
        DELETE FROM sessions
        WHERE number IN (SELECT number FROM sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
        """;

    private const string DeleteRegistrationSessions = """
        DELETE FROM registration_sessions
        WHERE id IN (SELECT id FROM registration_sessions WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
        """;

    private const string DeleteAccessTokens = """
        DELETE FROM access_tokens
        WHERE (client_key, request_id) IN (
            SELECT client_key, request_id FROM access_tokens WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
        """;

    private const string DeletePlatformKeySets = """
        DELETE FROM platform_key_sets
        WHERE id IN (SELECT id FROM platform_key_sets WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
        """;

    public static long Delete(WriteTransaction transaction, CleanupKind kind, int batchSize) => transaction.Connection.Execute(
        kind switch
        {
            CleanupKind.Nonces => DeleteNonces,
            CleanupKind.Sessions => DeleteSessions,
            CleanupKind.RegistrationSessions => DeleteRegistrationSessions,
            CleanupKind.AccessTokens => DeleteAccessTokens,
            _ => DeletePlatformKeySets,
        },
        transaction.Ticks,
        batchSize);

    /// <summary>Reads how long ago the first row expired that is still there.</summary>
    public static TimeSpan ReadBacklogAge(PreparedConnection connection, TimeProvider clock)
    {
        const string Sql = """
            SELECT min(expires_at)
            FROM (
                SELECT min(expires_at) AS expires_at FROM nonces
                UNION ALL
                SELECT min(expires_at) FROM sessions
                UNION ALL
                SELECT min(expires_at) FROM registration_sessions
                UNION ALL
                SELECT min(expires_at) FROM access_tokens
                UNION ALL
                SELECT min(expires_at) FROM platform_key_sets)
            """;
        var first = connection.ReadNumber(Sql);
        var now = clock.GetUtcNow().UtcTicks;

        // Another program may have written a time before the first one of .NET. A cleanup removes its row.
        return first < now ? TimeSpan.FromTicks(now - Math.Max(first.Value, DateTime.MinValue.Ticks)) : TimeSpan.Zero;
    }
}
