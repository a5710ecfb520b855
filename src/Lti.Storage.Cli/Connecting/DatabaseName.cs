using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Lti.Storage.Cli.Connecting;

/// <summary>Names a database for people: its servers and its name, never a user or a password.</summary>
internal static partial class DatabaseName
{
    /// <summary>Describes a database, for example <c>the database 'lti' on db.example.org:5432</c>.</summary>
    /// <param name="settings">The settings that name the database.</param>
    /// <param name="readVariable">Reads an environment variable.</param>
    public static string Describe(NpgsqlConnectionStringBuilder settings, Func<string, string?> readVariable)
    {
        var servers = settings.Host!.Split(',').Select(host => Server(host.Trim(), settings.Port));
        return $"the database '{NameOf(settings, readVariable)}' on {string.Join(", ", servers)}";
    }

    // As PostgreSQL does: a database that is not given has the user's name.
    private static string NameOf(NpgsqlConnectionStringBuilder settings, Func<string, string?> readVariable)
        => settings.Database ?? settings.Username ?? readVariable("PGUSER") ?? Environment.UserName;

    private static string Server(string host, int port)
    {
        if (HasPort().IsMatch(host))
        {
            return host;
        }

        var isAddress = host.Contains(':', StringComparison.Ordinal) && host[0] is not ('/' or '@' or '[');
        return string.Create(CultureInfo.InvariantCulture, $"{(isAddress ? $"[{host}]" : host)}:{port}");
    }

    /// <summary>A host of a list with its port: an IPv6 address in brackets, or a name or directory without a colon of its own.</summary>
    [GeneratedRegex(@"^(\[[^\]]*\]|[^:]+):\d+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HasPort();
}
