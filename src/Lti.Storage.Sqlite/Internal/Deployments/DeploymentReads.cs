using Lti.Storage.Sqlite.Internal.Clients;
using Lti.Storage.Sqlite.Internal.Connections;

namespace Lti.Storage.Sqlite.Internal.Deployments;

/// <summary>Finds and lists deployments (rules C5, D4 and D5).</summary>
internal static class DeploymentReads
{
    public static LtiDeployment? Find(PreparedConnection connection, (ClientKey ClientKey, DeploymentKey Id) key)
    {
        const string Sql = """
            SELECT client_key, id, deployment_id, status, name, description
            FROM deployments
            WHERE client_key = $1 AND id = $2
            """;
        using var row = connection.Read(Sql, key.ClientKey.Value.ToBlob(), key.Id.Value.ToBlob());
        return row.Read() ? DeploymentRow.Read(row) : null;
    }

    public static LtiDeployment? Find(PreparedConnection connection, (ClientKey ClientKey, string DeploymentId) key)
    {
        const string Sql = """
            SELECT client_key, id, deployment_id, status, name, description
            FROM deployments
            WHERE client_key = $1 AND deployment_id = $2
            """;
        using var row = connection.Read(Sql, key.ClientKey.Value.ToBlob(), key.DeploymentId);
        return row.Read() ? DeploymentRow.Read(row) : null;
    }

    /// <summary>Reads the next deployments of a client. An unknown status counts as disabled.</summary>
    public static IReadOnlyList<LtiDeployment> ReadPage(
        PreparedConnection connection, (ClientKey ClientKey, DeploymentStatus? Status, Guid? After) sought)
    {
        const string Sql = """
            SELECT client_key, id, deployment_id, status, name, description
            FROM deployments
            WHERE client_key = $1 AND id > $2 AND ($3 IS NULL OR status = $3 OR ($3 = 2 AND status NOT IN (0, 1)))
            ORDER BY id
            LIMIT $4
            """;
        using var rows = connection.Read(
            Sql, sought.ClientKey.Value.ToBlob(), sought.After.ToCursor(), (long?)sought.Status, SqliteLtiStorage.PageSize);
        List<LtiDeployment> page = [];
        while (rows.Read())
        {
            page.Add(DeploymentRow.Read(rows));
        }

        return page;
    }

    /// <summary>Finds a client and its deployments in one statement, so that both are of one moment.</summary>
    public static ClientWithDeployments? FindWithClient(PreparedConnection connection, ClientKey id)
    {
        const string Sql = """
            SELECT
                clients.id, clients.name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled,
                client_key, deployments.id, deployment_id, status, deployments.name, description
            FROM clients
            LEFT JOIN deployments ON client_key = clients.id
            WHERE clients.id = $1
            ORDER BY deployments.id
            """;
        using var rows = connection.Read(Sql, id.Value.ToBlob());
        if (!rows.Read())
        {
            return null;
        }

        var client = ClientRow.Read(rows);
        List<LtiDeployment> deployments = [];
        do
        {
            if (!rows.IsDBNull(ClientRow.Columns))
            {
                deployments.Add(DeploymentRow.Read(rows, ClientRow.Columns));
            }
        }
        while (rows.Read());

        return new ClientWithDeployments(client, deployments.AsReadOnly());
    }
}
