using Lti.Storage.Sqlite.Internal.Clients;
using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Deployments;

namespace Lti.Storage.Sqlite.Internal.Launches;

/// <summary>Finds launches (rules L1, L2, L6 and L7).</summary>
internal static class LaunchReads
{
    /// <summary>Finds the launch of a key in one statement.</summary>
    public static LtiLaunch Find(PreparedConnection connection, (LaunchKey Key, bool UseDefault) sought)
    {
        const string Sql = """
            SELECT
                clients.id, clients.name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled,
                client_key, deployments.id, deployment_id, status, deployments.name, description
            FROM clients
            LEFT JOIN deployments ON client_key = clients.id AND deployment_id IN ($3, $4)
            WHERE issuer = $1 AND client_id = $2
            """;
        var key = sought.Key;
        LtiClient? client = null;
        LtiDeployment? exact = null;
        LtiDeployment? byDefault = null;
        using var rows = connection.Read(
            Sql, key.Issuer, key.ClientId, key.DeploymentId, sought.UseDefault ? LtiDeployment.DefaultDeploymentId : null);
        while (rows.Read())
        {
            client ??= ClientRow.Read(rows);
            var deployment = rows.IsDBNull(ClientRow.Columns) ? null : DeploymentRow.Read(rows, ClientRow.Columns);
            if (deployment?.DeploymentId == key.DeploymentId)
            {
                exact = deployment;
            }
            else
            {
                byDefault = deployment;
            }
        }

        return LtiLaunch.Decide(client, exact, byDefault);
    }
}
