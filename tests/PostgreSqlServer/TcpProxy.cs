using System.Net;
using System.Net.Sockets;
using Lti.Storage.PostgreSqlServer.Internal;
using Npgsql;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Stands between clients and a server, on loopback, and does to their connections what networks do: carries them, holds them up,
/// swallows what they say, resets or refuses them. It begins by carrying. Thread-safe.</summary>
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

    /// <summary>Takes connections from now on.</summary>
    /// <param name="host">The server's host.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="timeProvider">The clock of <see cref="Delay"/>; null means the system's.</param>
    /// <param name="listenOn">The port on 127.0.0.1, such as one that another proxy has left; 0 means any.</param>
    public TcpProxy(string host, int port, TimeProvider? timeProvider = null, int listenOn = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, listenOn);
        (_server, _time) = ((host, port), timeProvider ?? TimeProvider.System);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections clients have made so far, refused ones too.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many bytes have been swallowed so far, both ways together.</summary>
    public long Swallowed => Interlocked.Read(ref _swallowed);

    /// <summary>How long each piece of bytes is held back, each way. Default: not at all.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delay));
        set => Interlocked.Exchange(ref _delay, value.Ticks);
    }

    /// <summary>How many bytes travel together at most, each way, as on a path that breaks up what is sent. Default: as many as come.</summary>
    public int PieceSize { get; set; } = int.MaxValue;

    /// <summary>Sees each piece of bytes that a client sends, before it is passed on, and may overwrite it in place. What a client flushes
    /// together comes as one piece unless it is large; it is readable without TLS only. Default: null.</summary>
    public Action<Memory<byte>>? Sent { get; set; }

    /// <summary>The same connection string, by way of the proxy. Nothing else in it is changed.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    /// <summary>Carries the connections that are made from now on. Those of which something was swallowed stay as they are: bytes are
    /// missing from them.</summary>
    public void Forward() => Become(ProxyMode.Forward);

    /// <summary>Carries the connections that are made from now on to another server, as a changed DNS entry does. Those that are there go on.</summary>
    public void Retarget(string host, int port)
    {
        lock (_lock)
        {
            _server = (host, port);
        }
    }

    /// <summary>A black hole: from now on swallows all that either side says and tells neither that anything is wrong, not even that the
    /// other has closed. New connections are taken and never answered.</summary>
    public void Swallow()
    {
        lock (_lock)
        {
            _mode = ProxyMode.Swallow;
            _open.ForEach(connection => connection.Swallow());
        }
    }

    /// <summary>Refuses new connections; those that are there go on.</summary>
    public void Refuse() => Become(ProxyMode.Refuse);

    /// <summary>Resets all connections that are there, on both sides.</summary>
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
