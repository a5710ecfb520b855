using System.Net;
using System.Net.Sockets;

namespace QuickStart.Tool.Registration;

/// <summary>
/// Connects to public addresses alone, so that nobody makes the tool speak to what is behind its firewall, such as a cloud's metadata service (server-side
/// request forgery). The address that is checked is the one connected to: a name that resolves differently a moment later gains nothing.
/// </summary>
internal sealed class PublicAddresses(bool allowLoopback)
{
    /// <summary>What IANA's special-purpose registries reserve within the addresses that otherwise are public.</summary>
    private static readonly IPNetwork[] _reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork _globalUnicast = IPNetwork.Parse("2000::/3");

    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || _globalUnicast.Contains(plain)) && !_reserved.Any(network => network.Contains(plain));
    }

    /// <summary>Whether a host may be reached at an address of its. A name on the internet that leads to this machine is not this machine's.</summary>
    public bool Allows(string host, IPAddress address) => IsPublic(address)
        || (allowLoopback && IPAddress.IsLoopback(address) && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _)));

    /// <summary>The handler of a client that may be given any address.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = ConnectAsync,
        AllowAutoRedirect = false,
        UseCookies = false,

        // A proxy would be the one connected to, and would look names up itself.
        UseProxy = false,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (addresses.Length == 0 || !addresses.All(address => Allows(host, address)))
        {
            throw new HttpRequestException("The name has an address that is not public.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
