using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli.Cleanup;

/// <summary>Counts the expired rows of the database.</summary>
internal static class ExpiredRows
{
    private static readonly Query _count = new(
        PostgreSql: """
            SELECT (SELECT count(*) FROM {schema}.nonces WHERE expires_at <= now())
                + (SELECT count(*) FROM {schema}.sessions WHERE expires_at <= now())
                + (SELECT count(*) FROM {schema}.registration_sessions WHERE expires_at <= now())
                + (SELECT count(*) FROM {schema}.access_tokens WHERE expires_at <= now())
                + (SELECT count(*) FROM {schema}.platform_key_sets WHERE expires_at <= now())
            """,
        Sqlite: """
            WITH clock (now) AS (SELECT CAST(unixepoch('subsec') * 10000000 AS INTEGER) + 621355968000000000)
            SELECT (SELECT count(*) FROM nonces WHERE expires_at <= now)
                + (SELECT count(*) FROM sessions WHERE expires_at <= now)
                + (SELECT count(*) FROM registration_sessions WHERE expires_at <= now)
                + (SELECT count(*) FROM access_tokens WHERE expires_at <= now)
                + (SELECT count(*) FROM platform_key_sets WHERE expires_at <= now)
            FROM clock
            """);

    public static async Task<long> CountAsync(IDatabase database, CancellationToken cancellationToken)
    {
        var counts = await database.ReadAsync(_count, static row => row.GetInt64(0), [], cancellationToken).ConfigureAwait(false);
        return counts[0];
    }
}
