using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Lti.Storage.PostgreSqlServer.Internal;

internal static class FreePort
{
    // Below the ports that the system gives to clients, so that a stopped server finds its port free when it restarts.
    private const int First = 15_000;
    private const int End = 32_000;

    /// <summary>Returns a free port on loopback. The caller retries with another one if a different process takes it first.</summary>
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
