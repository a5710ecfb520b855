using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Cli.Cleanup;

/// <summary>Counts the expired rows of the database.</summary>
internal static class ExpiredRows
{
    public static async Task<long> CountAsync(PostgreSqlLtiStorage storage, CancellationToken cancellationToken)
    {
        var connection = await storage.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var schema = $"\"{storage.Schema.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            var command = new NpgsqlCommand(
                $"""
                SELECT (SELECT count(*) FROM {schema}.nonces WHERE expires_at <= now())
                    + (SELECT count(*) FROM {schema}.sessions WHERE expires_at <= now())
                    + (SELECT count(*) FROM {schema}.registration_sessions WHERE expires_at <= now())
                """,
                connection);
            await using (command.ConfigureAwait(false))
            {
                return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            }
        }
    }
}
