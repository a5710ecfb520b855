using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Clients;

/// <summary>Reads a client from the first seven columns of a row, in the order of <see cref="ClientStatements"/>.</summary>
internal static class ClientColumns
{
    public static LtiClient Read(NpgsqlDataReader row, string issuer, string clientId) => new()
    {
        Id = new(row.GetGuid(0)),
        Name = row.GetString(1),
        Issuer = issuer,
        ClientId = clientId,
        Endpoints = new LtiEndpoints
        {
            AuthorizationUrl = row.GetString(2),
            TokenUrl = row.GetString(3),
            JwksUrl = row.GetString(4),
            TokenAudience = row.IsDBNull(5) ? null : row.GetString(5),
        },
        IsEnabled = row.GetBoolean(6),
    };
}
