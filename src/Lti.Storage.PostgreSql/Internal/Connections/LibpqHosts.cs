using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Reads the servers of a URI.</summary>
/// <remarks>
/// They come from the part before the database or from the parameters <c>host</c> and <c>port</c>. The default is libpq's: the local
/// server's socket directory.
/// </remarks>
internal static class LibpqHosts
{
    private const int DefaultPort = 5432;

    public static void Apply(NpgsqlConnectionStringBuilder builder, string authority, Dictionary<string, string> parameters)
    {
        var places = authority.Split(',').Select(SplitPort).ToArray();
        var hosts = HostsOf(parameters) ?? [.. places.Select(place => Place(place.Host))];
        var ports = parameters.TryGetValue("port", out var given)
            ? given.Split(',')
            : [.. places.Select(place => UriEscapes.Decode(place.Port, "port"))];
        if (ports.Length != 1 && ports.Length != hosts.Length)
        {
            throw Refused.Text("The URI has several ports, but not as many as hosts. Give each host its port, or all of them one.");
        }

        var servers = hosts.Select((host, i) => (Host: host, Port: Port(ports[ports.Length == 1 ? 0 : i]))).ToArray();
        (builder.Host, builder.Port) = servers is [var only] ? only : (string.Join(",", servers.Select(InList)), DefaultPort);
    }

    private static string[]? HostsOf(Dictionary<string, string> parameters)
        => parameters.TryGetValue("host", out var host) ? [.. host.Split(',').Select(Checked)] : null;

    private static (string Host, string Port) SplitPort(string place)
    {
        // A colon in brackets belongs to the address.
        var address = place.StartsWith('[') ? place.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        var colon = place.IndexOf(':', address);
        return place.StartsWith('[') && (address == 0 || (address < place.Length && colon != address)) ? throw BadHost()
            : colon < 0 ? (place, "")
            : (place[..colon], place[(colon + 1)..]);
    }

    private static string Place(string raw)
    {
        if (!raw.StartsWith('['))
        {
            return Checked(UriEscapes.Decode(raw, "host"));
        }

        var address = raw.EndsWith(']') ? UriEscapes.Decode(raw[1..^1], "host") : "";
        return IsIPv6(address) ? address : throw BadHost();
    }

    private static string Checked(string host)
        => host.Length == 0 ? DefaultHost()
            : host.Trim().Length == host.Length && (IsDirectory(host) ? IsDirectoryName(host) : IsName(host)) ? host
            : throw BadHost();

    // A comma would split it into two hosts.
    private static bool IsDirectoryName(string host) => !host.Any(c => c == ',' || char.IsControl(c));

    private static bool IsName(string host)
        => !host.Any(c => c is ',' or '[' or ']' or '/' or '@' || char.IsControl(c) || char.IsWhiteSpace(c))
            && (!host.Contains(':', StringComparison.Ordinal) || IsIPv6(host));

    private static string InList((string Host, int Port) server)
    {
        var hasColon = server.Host.Contains(':', StringComparison.Ordinal);
        if (hasColon && IsDirectory(server.Host))
        {
            throw Refused.Text("In a list of hosts Npgsql takes no socket directory with a colon in it. Give that one alone.");
        }

        var host = hasColon ? $"[{server.Host}]" : server.Host;
        return string.Create(CultureInfo.InvariantCulture, $"{host}:{server.Port}");
    }

    private static int Port(string text)
        => text.Length == 0 ? DefaultPort
            : NpgsqlHosts.IsPort(text, out var port) ? port
            : throw Refused.Text("The URI's port must be from 1 to 65535. If a password is what stands there, percent-encode its @, :, "
                + "/ and ?.");

    private static string DefaultHost()
        => OperatingSystem.IsWindows() ? "localhost" : Directory.Exists("/var/run/postgresql") ? "/var/run/postgresql" : "/tmp";

    private static bool IsDirectory(string host) => NpgsqlHosts.IsSocketDirectory(host);

    private static bool IsIPv6(string text)
        => !text.StartsWith('[') && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static ArgumentException BadHost()
        => Refused.Text("The URI has a host that is no host name, no address and no socket directory. Put a comma between hosts, an "
            + "IPv6 address in "
            + "brackets, and write the slashes of a socket directory as %2F or give it as ?host=/directory.");
}
