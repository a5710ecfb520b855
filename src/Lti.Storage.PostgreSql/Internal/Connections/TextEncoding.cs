using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Requires UTF-8 between the storage and the database.</summary>
/// <remarks>Any other encoding changes text so that a nonce of one node is unknown to the next.</remarks>
internal static class TextEncoding
{
    public const string Utf8 = "UTF8";

    private const string Client = "client_encoding";
    private const string Server = "server_encoding";

    /// <summary>Whether Npgsql's keyword <c>Encoding</c> names UTF-8.</summary>
    public static bool IsUtf8(string? name)
        => name is null || name.Replace("-", "", StringComparison.Ordinal).Equals(Utf8, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks the encodings that the server reported when the connection was opened.</summary>
    /// <remarks>Nothing is sent. Other engines may report nothing.</remarks>
    /// <exception cref="LtiSchemaException">The database or the connection has another encoding.</exception>
    public static void Require(NpgsqlConnection connection)
    {
        var reported = connection.PostgresParameters;
        if (reported.TryGetValue(Server, out var server) && server != Utf8)
        {
            throw new LtiSchemaException(
                $"The database is encoded as {server}, which can't hold or compare every text. Create one with ENCODING 'UTF8' TEMPLATE "
                    + "template0, and move the data there.");
        }

        if (reported.TryGetValue(Client, out var client) && client != Utf8)
        {
            throw new LtiSchemaException($"The data source's connections are encoded as {client}. Set its Client Encoding to UTF8, or "
                + "remove it and unset PGCLIENTENCODING.");
        }
    }
}
