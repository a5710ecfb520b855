using System.Diagnostics;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using TestDatabase = Lti.Storage.PostgreSql.Tests.Server.TestDatabase;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>What networks do to connections, under load: each call ends, the pool is whole afterwards, and the same storage works at once.</summary>
public sealed class BadPathTests : IAsyncLifetime
{
    private const int PoolSize = 4;
    private const int TimeoutSeconds = 2;

    /// <summary>Connecting, the statement, and the connecting of one repetition, each with its time-out.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds((3 * TimeoutSeconds) + 1);

    private TestDatabase? _database;
    private TcpProxy? _proxy;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private TcpProxy Proxy => _proxy!;

    public async ValueTask InitializeAsync()
    {
        _database = await FaultCluster.CreateDatabaseAsync();
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        _proxy = new TcpProxy(server.Host!, server.Port);
    }

    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Connections_that_are_reset_again_and_again(bool coalesces) => RunAsync(coalesces, async load =>
    {
        for (var reset = 0; reset < FaultRun.Times(5, 100); reset++)
        {
            await load.SomeMoreAsync(10);
            Proxy.Reset();
        }
    });

    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_black_hole(bool coalesces) => RunAsync(coalesces, async load =>
    {
        await load.SomeMoreAsync(10);
        Proxy.Swallow();
        await load.SomeMoreFailuresAsync(FaultRun.Times(8, 40));
        Proxy.Forward();
    });

    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_refusal_of_new_connections_when_the_old_ones_are_reset(bool coalesces) => RunAsync(coalesces, async load =>
    {
        await load.SomeMoreAsync(10);
        Proxy.Refuse();
        Proxy.Reset();
        await load.SomeMoreFailuresAsync(FaultRun.Times(50, 1000));
        Proxy.Forward();
    });

    [Theory, Rule("F1")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Fragments_of_one_byte(bool coalesces) => RunAsync(
        coalesces,
        async load =>
        {
            Proxy.PieceSize = 1;
            await load.SomeMoreAsync(FaultRun.Times(30, 1000));
            Proxy.PieceSize = int.MaxValue;
        },
        mayFail: false);

    [Theory, Rule("F1")]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_delay_of_half_a_second(bool coalesces) => RunAsync(
        coalesces,
        async load =>
        {
            await load.SomeMoreAsync(10);
            Proxy.Delay = TimeSpan.FromMilliseconds(500);
            await load.SomeMoreAsync(FaultRun.Times(4, 50));
            Proxy.Delay = TimeSpan.Zero;
        },
        mayFail: false);

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task RunAsync(bool coalesces, Func<LaunchLoad, Task> fault, bool mayFail = true)
    {
        await using var storage = Database.Open(
            text => (text.Host, text.Port, text.Timeout, text.MaxPoolSize) = ("127.0.0.1", Proxy.Port, TimeoutSeconds, PoolSize),
            options =>
            {
                options.CommandTimeout = TimeSpan.FromSeconds(TimeoutSeconds);
                options.CoalesceCalls = coalesces;
            });
        await using var direct = Database.Open();

        var load = LaunchLoad.Start(storage, callers: 8);
        await fault(load);
        var launches = await load.EndAsync();

        await Pool.AssertIsWholeAsync(storage, PoolSize);
        await launches.AssertNothingIsLostAsync(direct);
        Assert.True(mayFail || launches.Failures == 0, $"{launches.Failures} calls failed.");
        FaultRun.Note($"{launches.Accepted.Count} launches accepted, {launches.Failures} calls failed; the longest call took {launches.Longest}.");
        if (FaultRun.IsLong)
        {
            Assert.True(launches.Longest < _longest, $"A call took {launches.Longest}.");
        }
    }
}
