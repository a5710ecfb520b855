using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Reads a libpq connection URI.</summary>
/// <remarks>
/// As in libpq, a parameter of the query overrides the part before it, and an empty part counts as absent. Npgsql chooses an absent user
/// and database as libpq does: PGUSER or the system's user, and the user's name.
/// </remarks>
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
