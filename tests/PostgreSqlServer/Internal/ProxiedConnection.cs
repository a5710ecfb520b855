using System.Net.Sockets;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Pairs a client's connection with its connection to the server.</summary>
internal sealed class ProxiedConnection(Socket client, Socket server, TcpProxy proxy, TimeProvider time, Action<int> swallowed)
{
    private volatile bool _swallows;

    public void Swallow() => _swallows = true;

    public void Reset()
    {
        Abort(client);
        Abort(server);
    }

    /// <summary>Forwards bytes in both directions until both sides close or the connection breaks.</summary>
    public async Task CarryAsync(string host, int port)
    {
        client.NoDelay = server.NoDelay = true;
        if (_swallows)
        {
            await PumpAsync(client, server);
        }
        else if (await ConnectAsync(host, port))
        {
            await Task.WhenAll(PumpAsync(client, server), PumpAsync(server, client));
        }

        client.Dispose();
        server.Dispose();
    }

    private static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (IsOver(e))
        {
        }

        socket.Dispose();
    }

    private static bool IsOver(Exception e) => e is SocketException or ObjectDisposedException;

    private async Task<bool> ConnectAsync(string host, int port)
    {
        try
        {
            await server.ConnectAsync(host, port);
            return true;
        }
        catch (Exception e) when (IsOver(e))
        {
            Reset();
            return false;
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await PassAsync(buffer.AsMemory(0, count), from, to);
            }

            // A black hole hides the close from the other side.
            if (!_swallows)
            {
                to.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            if (!_swallows)
            {
                Reset();
            }
        }
    }

    private async Task PassAsync(Memory<byte> piece, Socket from, Socket to)
    {
        if (!_swallows && proxy.Delay is { Ticks: > 0 } delay)
        {
            await Task.Delay(delay, time);
        }

        if (_swallows)
        {
            swallowed(piece.Length);
            return;
        }

        if (from == client)
        {
            proxy.Sent?.Invoke(piece);
        }

        while (!piece.IsEmpty)
        {
            piece = piece[await to.SendAsync(piece[..Math.Min(piece.Length, proxy.PieceSize)])..];
        }
    }
}
