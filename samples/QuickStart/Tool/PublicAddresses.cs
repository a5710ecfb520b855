// Copy this file: it keeps requests to addresses of strangers out of the own network. A real tool does not allow loopback.
using System.Net;
using System.Net.Sockets;

namespace QuickStart.Tool;

/// <summary>Connects to public addresses only.</summary>
/// <remarks>
/// This prevents server-side request forgery: requests to hosts behind the firewall such as a cloud's metadata service. The checked
/// address is the connected one. A host name that resolves differently a moment later gains nothing.
/// </remarks>
internal sealed class PublicAddresses(bool allowLoopback)
{
    // Reserved ranges within the public address space (IANA's special-purpose registries).
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

    /// <summary>Returns whether a host may be reached at an address.</summary>
    /// <remarks>An internet name that resolves to loopback is refused. Loopback needs one of its own names.</remarks>
    public bool Allows(string host, IPAddress address) => IsPublic(address)
        || (allowLoopback && IPAddress.IsLoopback(address) && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _)));

    /// <summary>Creates the handler of a client that requests untrusted URLs.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = ConnectAsync,
        AllowAutoRedirect = false,
        UseCookies = false,

        // With a proxy the check would see the proxy's address. The proxy would resolve the host itself.
        UseProxy = false,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (addresses.Length == 0 || !addresses.All(address => Allows(host, address)))
        {
            throw new HttpRequestException("The host has an address that is not public.");
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
