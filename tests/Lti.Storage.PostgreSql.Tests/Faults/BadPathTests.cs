using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;
using TestDatabase = Lti.Storage.PostgreSql.Tests.Server.TestDatabase;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>What networks do to connections, under load: each call ends, the pool is whole afterwards, and the same storage works at once.</summary>
public sealed class BadPathTests : IAsyncLifetime
{
    private const int PoolSize = 4;

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    // A black hole makes Npgsql wait this long for the answer to its request to cancel.
    private static readonly TimeSpan _cancellation = TimeSpan.FromSeconds(2);

    /// <summary>Getting a connection, the statement, and its cancellation, each with its time-out.</summary>
    private static readonly TimeSpan _attempt = _timeout + _timeout + _cancellation;

    private TestDatabase? _database;
    private TcpProxy? _proxy;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private TcpProxy Proxy => _proxy!;

    public async ValueTask InitializeAsync()
    {
        _database = await FaultCluster.CreateDatabaseAsync();
        _proxy = NewProxy();
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

    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Nobody_who_listens_when_the_old_connections_are_reset(bool coalesces) => RunAsync(coalesces, async load =>
    {
        await load.SomeMoreAsync(10);
        var port = Proxy.Port;
        await Proxy.DisposeAsync();
        await load.SomeMoreFailuresAsync(FaultRun.Times(50, 1000));
        _proxy = NewProxy(port);
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
    public Task A_delay_of_half_a_second_with_a_connection_for_each_call(bool coalesces) => RunAsync(
        coalesces,
        async load =>
        {
            await load.SomeMoreAsync(10);
            Proxy.Delay = TimeSpan.FromMilliseconds(500);
            await load.SomeMoreAsync(FaultRun.Times(4, 20));
            Proxy.Delay = TimeSpan.Zero;
        },
        mayFail: false,
        launching: 1);

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Database.DisposeAsync();
    }

    private TcpProxy NewProxy(int port = 0)
    {
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        return new TcpProxy(server.Host!, server.Port, listenOn: port);
    }

    private async Task RunAsync(bool coalesces, Func<LaunchLoad, Task> fault, bool mayFail = true, int launching = 8)
    {
        await using var storage = Database.Open(
            text => (text.Host, text.Port, text.Timeout, text.MaxPoolSize) = ("127.0.0.1", Proxy.Port, (int)_timeout.TotalSeconds, PoolSize),
            options => (options.CommandTimeout, options.CoalesceCalls) = (_timeout, coalesces));
        await using var direct = Database.Open();
        var session = Sample.Session();
        await direct.AddSessionAsync(session, cancellationToken: Token);

        // All connections are there: to make one takes too many round trips for a slow path.
        await Pool.AssertIsWholeAsync(storage, PoolSize);
        var load = LaunchLoad.Start(storage, launching);
        var finds = FindLoad.Start(storage, session, callers: 2);
        await fault(load);
        var launches = await load.EndAsync();
        var (found, unfound, longestFind) = await finds.EndAsync();

        await Pool.AssertIsWholeAsync(storage, PoolSize);
        await launches.AssertNothingIsLostAsync(direct);
        Assert.True(mayFail || (launches.Failures == 0 && unfound == 0), $"{launches.Failures} and {unfound} calls failed.");
        FaultRun.Note(
            $"Coalescing {coalesces}: {launches.Accepted.Count} launches accepted, {launches.Failures} calls failed, the longest took {launches.Longest}; {found} finds, {unfound} failed, the longest took {longestFind}.");
        if (FaultRun.IsLong)
        {
            // A call that shares a statement has waited before for the end of another; a find is repeated once when the connection breaks.
            var margin = TimeSpan.FromSeconds(1);
            var attempts = coalesces ? 2 : 1;
            Assert.InRange(launches.Longest, TimeSpan.Zero, (attempts * _attempt) + margin);
            Assert.InRange(longestFind, TimeSpan.Zero, ((attempts + 1) * _attempt) + margin);
        }
    }
}
