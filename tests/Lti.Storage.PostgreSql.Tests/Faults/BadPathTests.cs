using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Simulates network faults under load. Each call ends and the storage then works with a whole pool.</summary>
public sealed class BadPathTests : IAsyncLifetime
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(1);

    // In a black hole, Npgsql waits this long for the answer to its cancel request.
    private static readonly TimeSpan _cancellation = TimeSpan.FromSeconds(2);

    /// <summary>The timeouts of the connection, the statement and its cancellation together.</summary>
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
    public Task Storage_recovers_from_repeated_connection_resets(bool batches) => RunAsync(batches, async callers =>
    {
        for (var reset = 0; reset < FaultRun.Times(5, 100); reset++)
        {
            await callers.SomeMoreAsync(10);
            Proxy.Reset();
        }
    });

    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public Task Storage_recovers_from_a_black_hole(bool batches) => RunAsync(
        batches,
        async callers =>
        {
            await callers.SomeMoreAsync(10);
            Proxy.Swallow();
            await callers.SomeMoreFailuresAsync(FaultRun.Times(8, 40));
            Proxy.Forward();
        },
        givenUpAfter: _timeout + _cancellation);

    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public Task Storage_recovers_from_refused_connections_after_a_reset(bool batches) => RunAsync(batches, async callers =>
    {
        await callers.SomeMoreAsync(10);
        Proxy.Refuse();
        Proxy.Reset();
        await callers.SomeMoreFailuresAsync(FaultRun.Times(50, 1000));
        Proxy.Forward();
    });

    [Theory, Rule("F1", "F2")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public Task Storage_recovers_from_a_closed_port_after_a_reset(bool batches) => RunAsync(batches, async callers =>
    {
        await callers.SomeMoreAsync(10);
        var port = Proxy.Port;
        await Proxy.DisposeAsync();
        await callers.SomeMoreFailuresAsync(FaultRun.Times(50, 1000));
        _proxy = NewProxy(port);
    });

    [Theory, Rule("F1")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public Task Calls_succeed_over_fragments_of_one_byte(bool batches) => RunAsync(
        batches,
        async callers =>
        {
            Proxy.PieceSize = 1;
            await callers.SomeMoreAsync(FaultRun.Times(30, 1000));
            Proxy.PieceSize = int.MaxValue;
        },
        mayFail: false);

    [Theory, Rule("F1")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public Task Calls_succeed_with_a_delay_of_half_a_second_and_a_connection_for_each(bool batches) => RunAsync(
        batches,
        async callers =>
        {
            await callers.SomeMoreAsync(10);
            Proxy.Delay = TimeSpan.FromMilliseconds(500);
            await callers.SomeMoreAsync(FaultRun.Times(4, 20));
            Proxy.Delay = TimeSpan.Zero;
        },
        mayFail: false,
        launching: 3,
        finding: 3,
        poolSize: 9);

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

    /// <param name="batches">Whether calls are batched.</param>
    /// <param name="fault">The fault of the path while callers launch. It must repair the path at its end.</param>
    /// <param name="mayFail">Whether calls may fail.</param>
    /// <param name="launching">How many callers launch.</param>
    /// <param name="finding">How many other callers find a session.</param>
    /// <param name="poolSize">The number of connections.</param>
    /// <param name="givenUpAfter">How long calls in flight hold dead connections after the path is repaired.</param>
    private async Task RunAsync(
        bool batches, Func<Callers, Task> fault, bool mayFail = true, int launching = 8, int finding = 2, int poolSize = 4, TimeSpan givenUpAfter = default)
    {
        await using var storage = Database.Open(
            text => (text.Host, text.Port, text.Timeout, text.MaxPoolSize) = ("127.0.0.1", Proxy.Port, (int)_timeout.TotalSeconds, poolSize),
            options => (options.CommandTimeout, options.BatchCalls) = (_timeout, batches));
        await using var direct = Database.Open();
        var session = Sample.Session();
        await direct.AddSessionAsync(session, cancellationToken: Token);

        // Open all connections first, because a new one takes too many round trips on a slow path.
        await Pool.AssertIsWholeAsync(storage, poolSize);
        var launches = new Launches();
        await using var launchers = Callers.Start(launching, caller => launches.LaunchAsync(caller, storage));
        await using var finders = Callers.Start(finding, caller => FindAsync(caller, storage, session));
        await fault(launchers);
        var mended = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(launchers.OneMoreOfEachAsync(), finders.OneMoreOfEachAsync());
        var back = TimeProvider.System.GetElapsedTime(mended);
        await Task.WhenAll(launchers.EndAsync(), finders.EndAsync());

        await Pool.AssertIsWholeAsync(storage, poolSize);
        await launches.AssertNothingIsLostAsync(direct);
        Assert.True(mayFail || (launchers.Failures == 0 && finders.Failures == 0), $"{launchers.Failures} launches and {finders.Failures} finds failed.");
        FaultRun.Note(
            $"Batching {batches}: {launches.Accepted} launches accepted, {launchers.Failures} calls failed, the longest took {launchers.Longest}; "
            + $"{finders.Answers} finds, {finders.Failures} failed, the longest took {finders.Longest}; all worked {back.TotalMilliseconds:F0} ms after the path was back.");
        if (FaultRun.IsLong)
        {
            // A batched call may first wait for another statement. A find is retried once when the connection breaks.
            var attempts = batches ? 2 : 1;
            Assert.InRange(launchers.Longest, TimeSpan.Zero, (attempts * _attempt) + _margin);
            Assert.InRange(finders.Longest, TimeSpan.Zero, ((attempts + 1) * _attempt) + _margin);
            Assert.InRange(back, TimeSpan.Zero, givenUpAfter + _timeout + _margin);
        }
    }

    /// <summary>Finds a session. A failed find is never of unknown outcome, because it changes nothing.</summary>
    private static async Task FindAsync(Caller caller, PostgreSqlLtiStorage storage, LtiSession session)
    {
        var failure = await caller.TryAsync(async () => Assert.Equal(session, await storage.FindSessionAsync(session.Id)));
        Assert.NotEqual(LtiWorkOutcome.Unknown, failure);
    }
}
