using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Cli.Clients;

/// <summary>Finds issuers that differ only by a final slash, by case or by surrounding space.</summary>
internal static class IssuerTwins
{
    /// <summary>Finds the stored twins of an issuer.</summary>
    /// <returns>At most three issuers; none if they can't be read.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(PostgreSqlLtiStorage storage, string issuer)
    {
        try
        {
            var connection = await storage.OpenConnectionAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await FindAsync(connection, storage.Schema.Name, issuer).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is NpgsqlException or LtiStorageException)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<string>> FindAsync(NpgsqlConnection connection, string schema, string issuer)
    {
        var command = new NpgsqlCommand(
            $"""
            SELECT coalesce(array_agg(iss), '{"{}"}') FROM (
                SELECT DISTINCT iss FROM "{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}".clients
                WHERE lower(regexp_replace(iss, '^\s+|[/\s]+$', '', 'g')) = lower(regexp_replace($1, '^\s+|[/\s]+$', '', 'g')) AND iss <> $1
                ORDER BY iss LIMIT 3) AS twins
            """,
            connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = issuer });
            return (string[])(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
        }
    }
}
