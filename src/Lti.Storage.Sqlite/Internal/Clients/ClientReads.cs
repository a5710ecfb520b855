using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Clients;

/// <summary>Finds and lists clients (rules C2, C5 and C6).</summary>
internal static class ClientReads
{
    public static LtiClient? Find(PreparedConnection connection, ClientKey id)
    {
        const string Sql = """
            SELECT id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled
            FROM clients
            WHERE id = $1
            """;
        using var row = connection.Read(Sql, id.Value.ToBlob());
        return row.Read() ? ClientRow.Read(row) : null;
    }

    public static LtiClient? Find(PreparedConnection connection, (string Issuer, string ClientId) key)
    {
        const string Sql = """
            SELECT id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled
            FROM clients
            WHERE issuer = $1 AND client_id = $2
            """;
        using var row = connection.Read(Sql, key.Issuer, key.ClientId);
        return row.Read() ? ClientRow.Read(row) : null;
    }

    /// <summary>Finds all clients of an issuer in the order of their ids.</summary>
    public static IReadOnlyList<LtiClient> FindAll(PreparedConnection connection, string issuer)
    {
        const string Sql = """
            SELECT id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled
            FROM clients
            WHERE issuer = $1
            ORDER BY id
            """;
        using var rows = connection.Read(Sql, issuer);
        return ReadAll(rows).AsReadOnly();
    }

    /// <summary>Finds the clients of an issuer that have a deployment, in the order of their ids.</summary>
    public static IReadOnlyList<LtiClient> FindDeployed(PreparedConnection connection, (string Issuer, string DeploymentId) key)
    {
        const string Sql = """
            SELECT id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled
            FROM clients
            WHERE issuer = $1
                AND EXISTS (SELECT 1 FROM deployments WHERE deployments.client_key = clients.id AND deployment_id = $2)
            ORDER BY id
            """;
        using var rows = connection.Read(Sql, key.Issuer, key.DeploymentId);
        return ReadAll(rows).AsReadOnly();
    }

    public static IReadOnlyList<LtiClient> ReadPage(PreparedConnection connection, Guid? after)
    {
        const string Sql = """
            SELECT id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled
            FROM clients
            WHERE id > $1
            ORDER BY id
            LIMIT $2
            """;
        using var rows = connection.Read(Sql, after.ToCursor(), SqliteLtiStorage.PageSize);
        return ReadAll(rows);
    }

    private static List<LtiClient> ReadAll(SqliteDataReader rows)
    {
        List<LtiClient> clients = [];
        while (rows.Read())
        {
            clients.Add(ClientRow.Read(rows));
        }

        return clients;
    }
}
