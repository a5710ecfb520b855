using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lti.Storage.PostgreSqlServer.Internal;

internal static class FreePort
{
    // Below the ports that clients' connections are given: a stopped server must find its port free when it comes back.
    private const int First = 15_000;
    private const int End = 32_000;

    /// <summary>A port on loopback that was free a moment ago; whoever takes it tries again if it's lost in between.</summary>
    public static int Choose()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
