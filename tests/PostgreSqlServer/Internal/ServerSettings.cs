using System.Text;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Holds the settings of servers that the tests start.</summary>
internal static class ServerSettings
{
    /// <summary>Returns the settings of a durable server as in production, or of a fast one that a failure of the machine may damage.</summary>
    public static IReadOnlyDictionary<string, string> Defaults(bool durable) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["max_connections"] = "200",
        ["fsync"] = durable ? "on" : "off",
        ["full_page_writes"] = durable ? "on" : "off",
        ["synchronous_commit"] = "on",
    };

    /// <summary>Formats lines of <c>postgresql.conf</c>, where the last line for a name applies.</summary>
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
