using System.Globalization;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Checks the hosts of Npgsql's form, <c>h1,h2:5433</c>.</summary>
/// <remarks>Npgsql reads the ports when it builds a data source, and its message quotes the text.</remarks>
internal static class NpgsqlHosts
{
    public static bool AreSeveral(NpgsqlConnectionStringBuilder builder) => builder.Host!.Contains(',', StringComparison.Ordinal);

    public static bool IsSocketDirectory(string host) => host.StartsWith('@') || Path.IsPathRooted(host);

    public static bool IsPort(string text, out int port)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    /// <summary>Returns each host with its port, for messages.</summary>
    public static string Address(NpgsqlConnectionStringBuilder builder) => string.Join(
        ", ",
        (builder.Host ?? "").Split(',', StringSplitOptions.TrimEntries).Select(host => HasPort(host)
            ? host
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host)}:{builder.Port}")));

    public static void Check(NpgsqlConnectionStringBuilder builder)
    {
        if (builder.Port > ushort.MaxValue)
        {
            throw Refused.Text("The connection string's Port must be from 1 to 65535.");
        }

        var hosts = builder.Host!.Split(',', StringSplitOptions.TrimEntries);
        foreach (var host in hosts)
        {
            // A directory is taken whole only as the single host. In a list a colon ends it.
            if ((hosts.Length == 1 && IsSocketDirectory(builder.Host)) || HasGoodPort(host))
            {
                continue;
            }

            throw Refused.Text("The connection string's Host has an empty name, or a port that is not from 1 to 65535. "
                + "Write name or name:port, several with a comma between them, an IPv6 address with a port in brackets.");
        }
    }

    private static bool HasGoodPort(string host)
    {
        var colon = host.LastIndexOf(':');

        // For one host with a target Npgsql splits what remains once more.
        return HasPort(host) ? colon > 0 && IsPort(host[(colon + 1)..], out _) && !HasPort(host[..colon]) : host.Length > 0;
    }

    // Npgsql splits here: not at the colons of an IPv6 address unless it is in brackets.
    private static bool HasPort(string host)
    {
        var colon = host.LastIndexOf(':');
        var before = colon < 0 ? -1 : host[..colon].LastIndexOf(':');
        var bracket = host.LastIndexOf(']');
        return colon >= 0 && (before < 0 || (before < bracket && bracket < colon));
    }
}
