using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>The least that a test needs of connection URIs; the full parser is the provider's and can be passed in its place.</summary>
internal static class ServerUrl
{
    public static string Translate(string text)
    {
        if (!text.StartsWith("postgresql://", StringComparison.Ordinal) && !text.StartsWith("postgres://", StringComparison.Ordinal))
        {
            return text;
        }

        // The text is no part of the message: it holds a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Query.Length > 0)
        {
            throw new InvalidOperationException(
                "LTI_TEST_DATABASE_URL must read postgresql://user:password@host:port/database, or be an Npgsql connection string.");
        }

        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.IdnHost,
            Port = uri.Port < 0 ? 5432 : uri.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Database = uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : "postgres",
        };
        if (user.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        return builder.ConnectionString;
    }
}
