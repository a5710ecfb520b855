using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>Counts the round trips between a contender and the server as a TCP proxy.</summary>
/// <remarks>
/// Each <c>ReadyForQuery</c> message of the server ends a round trip. The first one of a connection ends the start-up and is not counted.
/// No time is measured through the proxy.
/// </remarks>
internal sealed class WireCount : IAsyncDisposable
{
    /// <summary>The number of calls to count.</summary>
    public const int Calls = 100;

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private long _roundTrips;
    private long _prepared;

    private WireCount(NpgsqlConnectionStringBuilder server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The connection string of the proxy.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    /// <summary>The number of prepared statements.</summary>
    public long Prepared => Interlocked.Read(ref _prepared);

    /// <summary>Starts a proxy. Returns null for a socket file, several hosts or required encryption.</summary>
    public static WireCount? On(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        return server.Host is null or ['/' or '@', ..] || server.Host.Contains(',', StringComparison.Ordinal) || server.SslMode > SslMode.Prefer
            ? null
            : new WireCount(server);
    }

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
        using var near = client;
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        await far.ConnectAsync(_server.Host!, _server.Port, _stop.Token);
        await using var fromClient = new NetworkStream(near);
        await using var fromServer = new NetworkStream(far);
        await Task.WhenAny(fromClient.CopyToAsync(fromServer, _stop.Token), ListenAsync(fromServer, fromClient));
    }

    private async Task ListenAsync(NetworkStream server, NetworkStream client)
    {
        var header = new byte[5];
        var hasBegun = false;
        while (true)
        {
            await server.ReadExactlyAsync(header, _stop.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4];
            await server.ReadExactlyAsync(body, _stop.Token);
            if (header[0] == 'Z' && hasBegun)
            {
                Interlocked.Increment(ref _roundTrips);
            }
            else if (header[0] == '1')
            {
                Interlocked.Increment(ref _prepared);
            }

            hasBegun |= header[0] == 'Z';
            await client.WriteAsync((byte[])[.. header, .. body], _stop.Token);
        }
    }
}
