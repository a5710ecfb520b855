using Lti.Storage.PostgreSqlServer;
using Npgsql;
using TestDatabase = Lti.Storage.PostgreSql.Tests.Server.TestDatabase;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A server of one class's own, and a path to it: both fail as told.</summary>
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

    internal async Task<TestDatabase> CreateDatabaseAsync() => await TestDatabase.MigratedAsync(await Cluster.CreateDatabaseAsync(Token));

    /// <summary>A storage whose path to the database fails, with time-outs of two seconds.</summary>
    internal PostgreSqlLtiStorage Open(TestDatabase database, bool batches, int poolSize = PoolSize, Action<PostgreSqlStorageOptions>? configure = null) => database.Open(
        text => (text.Host, text.Port, text.Timeout, text.MaxPoolSize) = ("127.0.0.1", Proxy.Port, 2, poolSize),
        options =>
        {
            options.CommandTimeout = TimeSpan.FromSeconds(2);
            options.BatchCalls = batches;
            configure?.Invoke(options);
        });

    /// <summary>Lets something fail, and mends it.</summary>
    /// <param name="fault">What.</param>
    /// <param name="random">Of what there are many, this chooses.</param>
    /// <param name="meanwhile">Done while the fault lasts, where it does not end by itself: a black hole, a refusal, a server that is down.</param>
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

    /// <summary>Cuts off everyone who came over the path, by the fault, and lets nobody back before it is mended.</summary>
    /// <param name="fault">What.</param>
    /// <param name="meanwhile">Done while they are cut off, whatever the fault. The server itself is there by then.</param>
    internal async Task CutOffAsync(Fault fault, Func<Task> meanwhile)
    {
        try
        {
            // Closed before anyone notices, and comes back.
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
            // Whatever became of the test: the next one of its class needs the server.
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
