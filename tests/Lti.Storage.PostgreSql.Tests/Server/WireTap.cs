using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>
/// Stands between a node and the server and counts what the server says, by the types of PostgreSQL's messages: <c>Z</c> (ready for query) ends a
/// round trip, <c>C</c> (command complete) a statement, <c>1</c> (parse complete) prepares one.
/// </summary>
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

    /// <summary>Asked before each message of the server is passed on; false resets the connection instead. Default: null, all pass.</summary>
    public Func<char, bool>? Passes { get; set; }

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
        await using var fromClient = new NetworkStream(client);
        await using var fromServer = new NetworkStream(server);
        await Task.WhenAny(fromClient.CopyToAsync(fromServer, _stop.Token), ListenAsync(fromServer, fromClient));
    }

    private async Task ListenAsync(NetworkStream server, NetworkStream client)
    {
        var header = new byte[5];
        while (true)
        {
            await server.ReadExactlyAsync(header, _stop.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4];
            await server.ReadExactlyAsync(body, _stop.Token);
            var type = Encoding.ASCII.GetChars(header, 0, 1)[0];
            _counts.AddOrUpdate(type, 1, (_, count) => count + 1);
            if (Passes?.Invoke(type) == false)
            {
                client.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            }

            await client.WriteAsync((byte[])[.. header, .. body], _stop.Token);
        }
    }
}
