using System.Text;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Settings of servers that the tests start.</summary>
internal static class ServerSettings
{
    /// <summary>Durable as in production: a test that kills the server has to find what was acknowledged.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["max_connections"] = "200",
        ["fsync"] = "on",
        ["full_page_writes"] = "on",
        ["synchronous_commit"] = "on",
    };

    /// <summary>As lines of <c>postgresql.conf</c>, where the last line for a name wins.</summary>
    public static string Lines(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var lines = new StringBuilder("\n");
        foreach (var (name, value) in settings)
        {
            lines.Append(name).Append(" = ").Append(Quoted(value)).Append('\n');
        }

        return lines.ToString();
    }

    public static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
