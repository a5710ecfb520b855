using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Owns a server for one test class and a path to it. Both fail on request.</summary>
public sealed class FaultyServer : IAsyncLifetime
{
    internal const int PoolSize = 8;

    private PostgreSqlCluster? _cluster;
    private TcpProxy? _proxy;
    private bool _isDown;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlCluster Cluster => _cluster!;

    private TcpProxy Proxy => _proxy!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await FaultCluster.CreateAsync();
        _proxy = new TcpProxy("127.0.0.1", _cluster.Port);
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    internal async Task<TestDatabase> CreateDatabaseAsync() => await Cluster.CopyDatabaseAsync(Databases.MigrateAsync, Token);

    /// <summary>Opens a storage over the failing path with timeouts of two seconds.</summary>
    internal PostgreSqlLtiStorage Open(TestDatabase database, bool batches, int poolSize = PoolSize, Action<PostgreSqlStorageOptions>? configure = null) => database.Open(
        text => (text.Host, text.Port, text.Timeout, text.MaxPoolSize) = ("127.0.0.1", Proxy.Port, 2, poolSize),
        options =>
        {
            options.CommandTimeout = TimeSpan.FromSeconds(2);
            options.BatchCalls = batches;
            configure?.Invoke(options);
        });

    /// <summary>Causes a fault and repairs it.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="random">Chooses the variant when the fault has several.</param>
    /// <param name="meanwhile">Runs during a fault that lasts: a black hole, a refusal or a stopped server.</param>
    internal async Task StrikeAsync(Fault fault, Random random, Func<Task> meanwhile)
    {
        try
        {
            await BeginAsync(fault, pids => Some(pids, random));
            if (fault is not (Fault.TerminatedBackends or Fault.Reset))
            {
                await meanwhile();
            }
        }
        finally
        {
            await MendAsync();
        }
    }

    /// <summary>Disconnects all clients of the path by the fault and keeps them out until it is repaired.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="meanwhile">Runs while the clients are disconnected. The server itself is running by then.</param>
    internal async Task CutOffAsync(Fault fault, Func<Task> meanwhile)
    {
        try
        {
            // Refuse first, so that no client reconnects between the close and the restart.
            Proxy.Refuse();
            await BeginAsync(fault, pids => pids);
            await StartAgainAsync();
            await meanwhile();
        }
        finally
        {
            await MendAsync();
        }
    }

    private static int[] Some(int[] pids, Random random)
    {
        random.Shuffle(pids);
        return pids[..Math.Min(pids.Length, random.Next(2, 8))];
    }

    private async Task BeginAsync(Fault fault, Func<int[], int[]> choose)
    {
        switch (fault)
        {
            case Fault.TerminatedBackends:
                await TerminateAsync(choose);
                break;
            case Fault.Reset:
                Proxy.Reset();
                break;
            case Fault.BlackHole:
                Proxy.Swallow();
                break;
            case Fault.Refusal:
                Proxy.Refuse();
                Proxy.Reset();
                break;
            case Fault.Killed:
                await Cluster.KillAsync(Token);
                _isDown = true;
                break;
            default:
                await Cluster.StopAsync(fault == Fault.FastRestart ? StopMode.Fast : StopMode.Immediate, Token);
                _isDown = true;
                break;
        }
    }

    private async Task MendAsync()
    {
        Proxy.Forward();
        await StartAgainAsync();
    }

    private async Task StartAgainAsync()
    {
        if (_isDown)
        {
            // The next test of the class needs the server, even after a failed test.
            await Cluster.StartAsync(CancellationToken.None);
            _isDown = false;
        }
    }

    private async Task TerminateAsync(Func<int[], int[]> choose)
    {
        await using var source = NpgsqlDataSource.Create(Cluster.AdminConnectionString);
        await using var list = source.CreateCommand(
            """
            SELECT coalesce(array_agg(pid ORDER BY backend_start, pid), '{}')
            FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
            """);
        var pids = choose((int[])(await list.ExecuteScalarAsync(Token))!);
        await using var terminate = source.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM unnest($1) AS pid");
        terminate.Parameters.AddWithValue(pids);
        await terminate.ExecuteNonQueryAsync(Token);
    }
}
