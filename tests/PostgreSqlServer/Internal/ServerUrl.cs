using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Parses the simple connection URIs that tests use. The provider's full parser can be passed instead.</summary>
internal static class ServerUrl
{
    public static string Translate(string text)
    {
        if (!text.StartsWith("postgresql://", StringComparison.Ordinal) && !text.StartsWith("postgres://", StringComparison.Ordinal))
        {
            return text;
        }

        // The message leaves out the text because it contains a password.
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
