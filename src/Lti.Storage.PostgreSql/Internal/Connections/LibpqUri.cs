using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>
/// Reads a libpq connection URI. A parameter of the query overrides the part before it, as in libpq; an empty part is one that isn't there; user and
/// database that aren't there are left to Npgsql, whose defaults are libpq's (PGUSER or the system's user; the user's name).
/// </summary>
internal static class LibpqUri
{
    public static NpgsqlConnectionStringBuilder Parse(string text, Func<string, string?> readVariable)
    {
        RefusedParameters.CheckVariables(readVariable);
        var parts = UriText.Split(text);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Username = Part(parts.User, "user name"),
            Password = Part(parts.Password, "password"),
            Database = Part(parts.Database, "database name"),
        };
        var parameters = UriQuery.Read(parts.Query);
        LibpqHosts.Apply(builder, parts.Hosts, parameters);
        LibpqParameters.Apply(builder, parameters);
        LibpqTls.Apply(builder, parameters, readVariable);
        return builder;
    }

    private static string? Part(string? raw, string part) => string.IsNullOrEmpty(raw) ? null : UriEscapes.Decode(raw, part);
}
