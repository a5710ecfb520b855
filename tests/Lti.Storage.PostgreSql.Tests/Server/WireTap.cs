using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Forwards PostgreSQL messages between a node and the server and counts the types of the server's messages.</summary>
/// <remarks>
/// <c>Z</c> (ready for query) ends a round trip. <c>C</c> (command complete) ends a statement. <c>1</c> (parse complete) prepares one.
/// </remarks>
internal sealed class WireTap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<char, int> _counts = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;

    public WireTap(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>
    /// Gets or sets a filter for messages in both directions. False resets the connection. Default: null, which passes all.
    /// </summary>
    public Func<WireMessage, bool>? Passes { get; set; }

    /// <summary>Gets or sets the same filter with the message's body.</summary>
    public Func<WireMessage, byte[], bool>? PassesWithBody { get; set; }

    public int Count(char type) => _counts.GetValueOrDefault(type);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token);
            _ = Task.Run(() => CarryAsync(client));
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var _ = client;
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await server.ConnectAsync(_host, _port, _stop.Token);
        client.NoDelay = server.NoDelay = true;
        await using var toClient = new NetworkStream(client);
        await using var toServer = new NetworkStream(server);
        await Task.WhenAny(PassOnAsync(toClient, toServer, isSent: true), PassOnAsync(toServer, toClient, isSent: false));
    }

    private async Task PassOnAsync(NetworkStream from, NetworkStream to, bool isSent)
    {
        // The first message of a connection has no type.
        for (var header = new byte[isSent ? 4 : 5]; ; header = new byte[5])
        {
            await from.ReadExactlyAsync(header, _stop.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(header.Length - 4)) - 4];
            await from.ReadExactlyAsync(body, _stop.Token);
            var type = header.Length == 5 ? (char)header[0] : '\0';
            if (!isSent)
            {
                _counts.AddOrUpdate(type, 1, (_, count) => count + 1);
            }

            var message = new WireMessage(isSent, type);
            if (Passes?.Invoke(message) == false || PassesWithBody?.Invoke(message, body) == false)
            {
                (isSent ? from : to).Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            }

            await to.WriteAsync((byte[])[.. header, .. body], _stop.Token);
        }
    }
}
