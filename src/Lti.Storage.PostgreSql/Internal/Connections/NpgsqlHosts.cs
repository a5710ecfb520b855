using System.Globalization;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>
/// The hosts of Npgsql's form, <c>h1,h2:5433</c>. Npgsql reads the ports when it builds a data source, and its message then repeats what stands there.
/// </summary>
internal static class NpgsqlHosts
{
    public static bool AreSeveral(NpgsqlConnectionStringBuilder builder) => builder.Host!.Contains(',', StringComparison.Ordinal);

    public static bool IsSocketDirectory(string host) => host.StartsWith('@') || Path.IsPathRooted(host);

    public static bool IsPort(string text, out int port)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    public static void Check(NpgsqlConnectionStringBuilder builder)
    {
        if (builder.Port > ushort.MaxValue)
        {
            throw Refused.Text("The connection string's Port must be from 1 to 65535.");
        }

        var hosts = builder.Host!.Split(',', StringSplitOptions.TrimEntries);
        foreach (var host in hosts)
        {
            // Only alone is a directory taken as a whole: in a list a colon ends it.
            if ((hosts.Length == 1 && IsSocketDirectory(host)) || HasGoodPort(host))
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
        var name = colon < 0 ? host : host[..colon];
        // More colons are an IPv6 address, whose own colons Npgsql leaves alone unless it is in brackets.
        var endsAddress = name.Contains(':', StringComparison.Ordinal) && !name.EndsWith(']');
        return host.Length > 0 && (colon < 0 || endsAddress || (name.Length > 0 && IsPort(host[(colon + 1)..], out _)));
    }
}
