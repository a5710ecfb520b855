using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Writing;

namespace Lti.Storage.Sqlite.Internal.Clients;

/// <summary>Adds, updates and deletes clients (rules C1, C3 and C4).</summary>
internal static class ClientWrites
{
    public static LtiClient Add(WriteTransaction transaction, NewClient client)
    {
        RequireFree(transaction, client.Issuer, client.ClientId, id: null);
        return Insert(transaction, client);
    }

    /// <summary>Adds a client whose issuer and client id are known to be free.</summary>
    public static LtiClient Insert(WriteTransaction transaction, NewClient client)
    {
        const string Sql = """
            INSERT INTO clients (id, name, issuer, client_id, authorization_url, token_url, jwks_url, token_audience, is_enabled)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;
        var added = new LtiClient
        {
            Id = new(Guid.CreateVersion7(transaction.Now)),
            Name = client.Name,
            Issuer = client.Issuer,
            ClientId = client.ClientId,
            Endpoints = client.Endpoints,
            IsEnabled = client.IsEnabled,
        };
        Write(transaction, Sql, added);
        return added;
    }

    public static LtiClient Update(WriteTransaction transaction, ClientKey id, ClientUpdate update)
    {
        var before = ClientReads.Find(transaction.Connection, id) ?? throw new LtiNotFoundException(LtiEntity.Client, id.Value);
        var after = update.ApplyTo(before);
        RequireFree(transaction, after.Issuer, after.ClientId, id);
        Replace(transaction, after);
        return after;
    }

    /// <summary>Stores a client in place of the one with its id.</summary>
    public static void Replace(WriteTransaction transaction, LtiClient client)
    {
        const string Sql = """
            UPDATE clients
            SET name = $2, issuer = $3, client_id = $4, authorization_url = $5, token_url = $6, jwks_url = $7, token_audience = $8,
                is_enabled = $9
            WHERE id = $1
            """;
        Write(transaction, Sql, client);
    }

    /// <summary>Deletes a client. The table of deployments deletes its deployments with it.</summary>
    public static bool Delete(WriteTransaction transaction, ClientKey id)
        => transaction.Connection.Execute("DELETE FROM clients WHERE id = $1", id.Value.ToBlob()) > 0;

    private static void RequireFree(WriteTransaction transaction, string issuer, string clientId, ClientKey? id)
    {
        if (ClientReads.Find(transaction.Connection, (issuer, clientId)) is { } other && other.Id != id)
        {
            throw LtiConflictException.ForClient(issuer, clientId);
        }
    }

    private static void Write(WriteTransaction transaction, string sql, LtiClient client) => transaction.Connection.Execute(
        sql,
        client.Id.Value.ToBlob(),
        client.Name,
        client.Issuer,
        client.ClientId,
        client.Endpoints.AuthorizationUrl,
        client.Endpoints.TokenUrl,
        client.Endpoints.JwksUrl,
        client.Endpoints.TokenAudience,
        client.IsEnabled ? 1L : 0L);
}
