using System.Data.Common;
using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli.Twins;

/// <summary>Finds stored values that are nearly the same as a given one.</summary>
/// <remarks>A launch compares them exactly. So two that differ only by case or space are most likely one that was written twice.</remarks>
internal static class StoredTwins
{
    private static readonly Query _issuers = new(
        PostgreSql: """
            SELECT DISTINCT iss FROM {schema}.clients
            WHERE lower(regexp_replace(iss, '^\s+|[/\s]+$', '', 'g')) = lower(regexp_replace($1, '^\s+|[/\s]+$', '', 'g')) AND iss <> $1
            ORDER BY iss LIMIT 3
            """,
        Sqlite: """
            SELECT DISTINCT issuer FROM clients
            WHERE near(rtrim(near(issuer), '/')) = near(rtrim(near($1), '/')) AND issuer <> $1
            ORDER BY issuer LIMIT 3
            """);

    private static readonly Query _clientIds = new(
        PostgreSql: """
            SELECT client_id FROM {schema}.clients
            WHERE iss = $1
                AND lower(regexp_replace(client_id, '^\s+|\s+$', '', 'g')) = lower(regexp_replace($2, '^\s+|\s+$', '', 'g'))
                AND client_id <> $2
            ORDER BY client_id LIMIT 3
            """,
        Sqlite: """
            SELECT client_id FROM clients
            WHERE issuer = $1 AND near(client_id) = near($2) AND client_id <> $2
            ORDER BY client_id LIMIT 3
            """);

    private static readonly Query _deploymentIds = new(
        PostgreSql: """
            SELECT deployment_id FROM {schema}.deployments
            WHERE client_id = $1::uuid
                AND lower(regexp_replace(deployment_id, '^\s+|\s+$', '', 'g')) = lower(regexp_replace($2, '^\s+|\s+$', '', 'g'))
                AND deployment_id <> $2
            ORDER BY deployment_id LIMIT 3
            """,
        Sqlite: """
            SELECT deployment_id FROM deployments
            WHERE client_key = unhex($1, '-') AND near(deployment_id) = near($2) AND deployment_id <> $2
            ORDER BY deployment_id LIMIT 3
            """);

    /// <summary>Finds issuers that differ only by a final slash, by case or by surrounding space.</summary>
    /// <returns>At most three issuers; none if they can't be read.</returns>
    public static Task<IReadOnlyList<string>> OfIssuerAsync(IDatabase database, string issuer) => ReadAsync(database, _issuers, issuer);

    /// <summary>Finds client IDs of the same issuer that differ only by case or by surrounding space.</summary>
    /// <returns>At most three client IDs; none if they can't be read.</returns>
    public static Task<IReadOnlyList<string>> OfClientIdAsync(IDatabase database, string issuer, string clientId)
        => ReadAsync(database, _clientIds, issuer, clientId);

    /// <summary>Finds deployment IDs of the same client that differ only by case or by surrounding space.</summary>
    /// <returns>At most three deployment IDs; none if they can't be read.</returns>
    public static Task<IReadOnlyList<string>> OfDeploymentIdAsync(IDatabase database, ClientKey client, string deploymentId)
        => ReadAsync(database, _deploymentIds, client.ToString(), deploymentId);

    private static async Task<IReadOnlyList<string>> ReadAsync(IDatabase database, Query query, params string[] values)
    {
        try
        {
            return await database.ReadAsync(query, static row => row.GetString(0), values, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or LtiStorageException)
        {
            return [];
        }
    }
}
