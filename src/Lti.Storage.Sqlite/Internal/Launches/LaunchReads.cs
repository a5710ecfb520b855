using Lti.Storage.Sqlite.Internal.Clients;
using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Deployments;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Launches;

/// <summary>Finds launches (rules L1, L2, L6 and L7).</summary>
internal static class LaunchReads
{
    private const int DefaultAt = ClientRow.Columns + DeploymentRow.Columns;

    /// <summary>Finds the launch of a key in one statement.</summary>
    /// <remarks>With <c>IN</c> in place of the second join SQLite would read all deployments of the client.</remarks>
    public static LtiLaunch Find(PreparedConnection connection, (LaunchKey Key, bool UseDefault) sought)
    {
        const string Sql = """
            SELECT
                clients.id, clients.name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled,
                exact.client_key, exact.id, exact.deployment_id, exact.status, exact.name, exact.description,
                other.client_key, other.id, other.deployment_id, other.status, other.name, other.description
            FROM clients
            LEFT JOIN deployments AS exact ON exact.client_key = clients.id AND exact.deployment_id = $3
            LEFT JOIN deployments AS other ON other.client_key = clients.id AND other.deployment_id = $4
            WHERE issuer = $1 AND client_id = $2
            """;
        var key = sought.Key;
        using var row = connection.Read(
            Sql, key.Issuer, key.ClientId, key.DeploymentId, sought.UseDefault ? LtiDeployment.DefaultDeploymentId : null);
        return row.Read()
            ? LtiLaunch.Decide(ClientRow.Read(row), ReadDeployment(row, ClientRow.Columns), ReadDeployment(row, DefaultAt))
            : LtiLaunch.Decide(client: null, exact: null, byDefault: null);
    }

    private static LtiDeployment? ReadDeployment(SqliteDataReader row, int first)
        => row.IsDBNull(first) ? null : DeploymentRow.Read(row, first);
}
