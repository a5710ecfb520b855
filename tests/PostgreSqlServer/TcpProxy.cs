using System.Net;
using System.Net.Sockets;
using Lti.Storage.PostgreSqlServer.Internal;
using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Forwards connections between clients and a server on loopback, and simulates network faults.</summary>
/// <remarks>It can delay, swallow, reset and refuse. It begins by forwarding. Thread-safe.</remarks>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<ProxiedConnection> _open = [];
    private (string Host, int Port) _server;
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private ProxyMode _mode;
    private long _delay;
    private int _accepted;
    private long _swallowed;

    /// <summary>Starts to accept connections.</summary>
    /// <param name="host">The server's host.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="timeProvider">The clock of <see cref="Delay"/>. Null means the system clock.</param>
    /// <param name="listenOn">The port on 127.0.0.1, for example the port of a disposed proxy. 0 means any port.</param>
    public TcpProxy(string host, int port, TimeProvider? timeProvider = null, int listenOn = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, listenOn);
        (_server, _time) = ((host, port), timeProvider ?? TimeProvider.System);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Gets the port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets how many connections clients have made, including refused ones.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Gets how many bytes the proxy has swallowed in both directions together.</summary>
    public long Swallowed => Interlocked.Read(ref _swallowed);

    /// <summary>Gets or sets the delay of each piece of bytes in each direction. Default: none.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delay));
        set => Interlocked.Exchange(ref _delay, value.Ticks);
    }

    /// <summary>
    /// Gets or sets the maximum bytes of a piece in each direction, as on a path that splits packets. Default: no limit.
    /// </summary>
    public int PieceSize { get; set; } = int.MaxValue;

    /// <summary>Gets or sets a callback that sees each piece of a client's bytes before it is forwarded. Default: null.</summary>
    /// <remarks>
    /// It may overwrite the bytes in place. Bytes that a client flushes together are one piece unless they are many. They are readable
    /// only without TLS.
    /// </remarks>
    public Action<Memory<byte>>? Sent { get; set; }

    /// <summary>Returns the connection string with the proxy's host and port. The rest is unchanged.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    /// <summary>Forwards new connections. Connections with swallowed bytes stay as they are, because those bytes are missing.</summary>
    public void Forward() => Become(ProxyMode.Forward);

    /// <summary>Forwards new connections to another server, as a changed DNS entry does. Open connections go on.</summary>
    public void Retarget(string host, int port)
    {
        lock (_lock)
        {
            _server = (host, port);
        }
    }

    /// <summary>Swallows all bytes from now on, like a black hole.</summary>
    /// <remarks>Neither side sees an error or the close of the other side. New connections are accepted and never answered.</remarks>
    public void Swallow()
    {
        lock (_lock)
        {
            _mode = ProxyMode.Swallow;
            _open.ForEach(connection => connection.Swallow());
        }
    }

    /// <summary>Refuses new connections. Open connections go on.</summary>
    public void Refuse() => Become(ProxyMode.Refuse);

    /// <summary>Resets all open connections on both sides.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _open.ForEach(connection => connection.Reset());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Reset();
        _stop.Dispose();
    }

    private void Become(ProxyMode mode)
    {
        lock (_lock)
        {
            _mode = mode;
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token);
            Interlocked.Increment(ref _accepted);
            lock (_lock)
            {
                var connection = new ProxiedConnection(
                    client, new Socket(SocketType.Stream, ProtocolType.Tcp), this, _time, bytes => Interlocked.Add(ref _swallowed, bytes));
                switch (_mode)
                {
                    case ProxyMode.Refuse:
                        connection.Reset();
                        continue;
                    case ProxyMode.Swallow:
                        connection.Swallow();
                        break;
                }

                _open.Add(connection);
                var server = _server;
                _ = Task.Run(() => CarryAsync(connection, server));
            }
        }
    }

    private async Task CarryAsync(ProxiedConnection connection, (string Host, int Port) server)
    {
        await connection.CarryAsync(server.Host, server.Port);
        lock (_lock)
        {
            _open.Remove(connection);
        }
    }
}
