using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Clients;

/// <summary>Reads the columns of a client in the order of the table.</summary>
internal static class ClientRow
{
    public const int Columns = 9;

    public static LtiClient Read(SqliteDataReader row)
    {
        try
        {
            return Convert(row);
        }
        catch (Exception e) when (Unreadable.IsCause(e))
        {
            throw Unreadable.WithId("clients", row, column: 0, e);
        }
    }

    private static LtiClient Convert(SqliteDataReader row) => new()
    {
        Id = new(row.GetId(0)),
        Name = row.GetString(1),
        Issuer = row.GetString(2),
        ClientId = row.GetString(3),
        Endpoints = new LtiEndpoints
        {
            AuthorizationUrl = row.GetString(4),
            TokenUrl = row.GetString(5),
            JwksUrl = row.GetString(6),
            TokenAudience = row.GetText(7),
        },
        IsEnabled = row.GetBoolean(8),
    };
}
