using Lti.Storage.PostgreSqlServer;
using Npgsql;
using TestDatabase = Lti.Storage.PostgreSql.Tests.Server.TestDatabase;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A server of one class's own, and a path to it: both fail as told.</summary>
public sealed class FaultyServer : IAsyncLifetime
{
    private PostgreSqlCluster? _cluster;
    private TcpProxy? _proxy;

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
    internal PostgreSqlLtiStorage Open(TestDatabase database, bool coalesces, int poolSize = 8, Action<PostgreSqlStorageOptions>? configure = null) => database.Open(
        text => (text.Host, text.Port, text.Timeout, text.MaxPoolSize) = ("127.0.0.1", Proxy.Port, 2, poolSize),
        options =>
        {
            options.CommandTimeout = TimeSpan.FromSeconds(2);
            options.CoalesceCalls = coalesces;
            configure?.Invoke(options);
        });

    /// <summary>Lets something fail, and mends it.</summary>
    /// <param name="fault">What.</param>
    /// <param name="random">Of what there are many, this chooses.</param>
    /// <param name="meanwhile">Done before it is mended, where that is not at once. The server itself is there again by then.</param>
    internal async Task StrikeAsync(Fault fault, Random random, Func<Task>? meanwhile = null)
    {
        switch (fault)
        {
            case Fault.TerminatedBackends:
                await TerminateAsync(random.Next(1, 8));
                return;
            case Fault.FastRestart or Fault.ImmediateRestart:
                await CutOffAsync(() => Cluster.RestartAsync(fault == Fault.FastRestart ? StopMode.Fast : StopMode.Immediate, Token), meanwhile);
                return;
            case Fault.Killed:
                await CutOffAsync(
                    async () =>
                    {
                        await Cluster.KillAsync(Token);
                        await Cluster.StartAsync(Token);
                    },
                    meanwhile);
                return;
            case Fault.Reset:
                Proxy.Reset();
                return;
            case Fault.BlackHole:
                Proxy.Swallow();
                break;
            default:
                Proxy.Refuse();
                Proxy.Reset();
                break;
        }

        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        Proxy.Forward();
    }

    /// <summary>Where something is to be done meanwhile, the path stays closed until it is.</summary>
    private async Task CutOffAsync(Func<Task> restart, Func<Task>? meanwhile)
    {
        if (meanwhile is not null)
        {
            Proxy.Refuse();
        }

        await restart();
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        Proxy.Forward();
    }

    private async Task TerminateAsync(int count)
    {
        await using var source = NpgsqlDataSource.Create(Cluster.AdminConnectionString);
        await using var terminate = source.CreateCommand(
            """
            SELECT count(pg_terminate_backend(pid))
            FROM (SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT $1) AS chosen
            """);
        terminate.Parameters.AddWithValue(count);
        await terminate.ExecuteNonQueryAsync(Token);
    }
}
