using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Cli.Twins;

/// <summary>Finds stored values that are nearly the same as a given one.</summary>
/// <remarks>A launch compares them exactly. So two that differ only by case or space are most likely one that was written twice.</remarks>
internal static class StoredTwins
{
    /// <summary>Finds issuers that differ only by a final slash, by case or by surrounding space.</summary>
    /// <returns>At most three issuers; none if they can't be read.</returns>
    public static Task<IReadOnlyList<string>> OfIssuerAsync(PostgreSqlLtiStorage storage, string issuer) => ReadAsync(
        storage,
        schema => $$"""
            SELECT coalesce(array_agg(iss), '{}') FROM (
                SELECT DISTINCT iss FROM {{schema}}.clients
                WHERE lower(regexp_replace(iss, '^\s+|[/\s]+$', '', 'g')) = lower(regexp_replace($1, '^\s+|[/\s]+$', '', 'g')) AND iss <> $1
                ORDER BY iss LIMIT 3) AS twins
            """,
        issuer);

    /// <summary>Finds client IDs of the same issuer that differ only by case or by surrounding space.</summary>
    /// <returns>At most three client IDs; none if they can't be read.</returns>
    public static Task<IReadOnlyList<string>> OfClientIdAsync(PostgreSqlLtiStorage storage, string issuer, string clientId) => ReadAsync(
        storage,
        schema => $$"""
            SELECT coalesce(array_agg(client_id), '{}') FROM (
                SELECT client_id FROM {{schema}}.clients
                WHERE iss = $1
                    AND lower(regexp_replace(client_id, '^\s+|\s+$', '', 'g')) = lower(regexp_replace($2, '^\s+|\s+$', '', 'g'))
                    AND client_id <> $2
                ORDER BY client_id LIMIT 3) AS twins
            """,
        issuer,
        clientId);

    /// <summary>Finds deployment IDs of the same client that differ only by case or by surrounding space.</summary>
    /// <returns>At most three deployment IDs; none if they can't be read.</returns>
    public static Task<IReadOnlyList<string>> OfDeploymentIdAsync(PostgreSqlLtiStorage storage, ClientKey client, string deploymentId)
        => ReadAsync(
            storage,
            schema => $$"""
                SELECT coalesce(array_agg(deployment_id), '{}') FROM (
                    SELECT deployment_id FROM {{schema}}.deployments
                    WHERE client_id = $1::uuid
                        AND lower(regexp_replace(deployment_id, '^\s+|\s+$', '', 'g')) = lower(regexp_replace($2, '^\s+|\s+$', '', 'g'))
                        AND deployment_id <> $2
                    ORDER BY deployment_id LIMIT 3) AS twins
                """,
            client.ToString(),
            deploymentId);

    private static async Task<IReadOnlyList<string>> ReadAsync(
        PostgreSqlLtiStorage storage, Func<string, string> statement, params string[] values)
    {
        try
        {
            var connection = await storage.OpenConnectionAsync().ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var schema = $"\"{storage.Schema.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
                var command = new NpgsqlCommand(statement(schema), connection);
                await using (command.ConfigureAwait(false))
                {
                    foreach (var value in values)
                    {
                        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
                    }

                    return (string[])(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
                }
            }
        }
        catch (Exception e) when (e is NpgsqlException or LtiStorageException)
        {
            return [];
        }
    }
}
