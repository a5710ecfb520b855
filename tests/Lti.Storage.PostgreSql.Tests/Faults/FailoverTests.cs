using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests a failover between a primary and a synchronous standby while callers launch.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(1);

    private PostgreSqlCluster? _primary;
    private PostgreSqlCluster? _standby;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlCluster Primary => _primary!;

    private PostgreSqlCluster Standby => _standby!;

    public async ValueTask InitializeAsync()
    {
        _primary = await FaultCluster.CreateAsync();
        _standby = await _primary.StartStandbyAsync(cancellationToken: Token);
        await using var storage = new PostgreSqlLtiStorage(_primary.AdminConnectionString);
        await storage.Schema.MigrateAsync(Token);
    }

    [Theory, Rule("F1", "F2", "N3", "L5")]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Storage_continues_with_all_acknowledged_writes_after_a_failover(bool batches, bool overTheCallersSource)
    {
        var text = Text();
        text.HostRecheckSeconds = 1;
        await using var source = new NpgsqlDataSourceBuilder(text.ConnectionString).BuildMultiHost();
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions
        {
            ConnectionString = overTheCallersSource ? null : text.ConnectionString,
            DataSource = overTheCallersSource ? source.WithTargetSession(TargetSessionAttributes.Primary) : null,
            CommandTimeout = _limit,
            BatchCalls = batches,
        });
        var launches = new Launches();
        await using var callers = Callers.Start(16, caller => launches.LaunchAsync(caller, storage));
        await callers.SomeMoreAsync(200);

        await Standby.PromoteAsync(Token);

        // The old primary takes writes but can acknowledge none without its standby, so calls on it time out.
        await callers.SomeMoreAsync(64);
        await Primary.StopAsync(StopMode.Fast, Token);
        var stopped = TimeProvider.System.GetTimestamp();
        await callers.OneMoreOfEachAsync();
        var resumed = TimeProvider.System.GetElapsedTime(stopped);
        await callers.SomeMoreAsync(200);
        await callers.EndAsync();

        await using var fresh = new PostgreSqlLtiStorage(Standby.AdminConnectionString);
        await launches.AssertNothingIsLostAsync(fresh, isOnSuccessor: true);
        FaultRun.Note(
            $"{launches.Accepted} launches accepted, {callers.Failures} calls failed; "
            + $"every caller resumed {resumed.TotalMilliseconds:F0} ms after the old primary had stopped.");
        if (FaultRun.IsLong)
        {
            Assert.InRange(resumed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
    }

    [Theory, Rule("F1", "F2", "N3")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Call_that_meets_a_demoted_primary_is_retried_on_its_successor(bool batches)
    {
        var refused = 0;
        var log = new CapturingLoggerFactory(line => Interlocked.Add(ref refused, line.Message.Contains($"({FailureKind.ReadOnly})", StringComparison.Ordinal) ? 1 : 0));

        // The storage must still take the old primary for the current one and hold no connection to it.
        var text = Text();
        (text.HostRecheckSeconds, text.ConnectionIdleLifetime, text.ConnectionPruningInterval) = (3600, 1, 1);
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = text.ConnectionString, CommandTimeout = _limit, BatchCalls = batches }, loggerFactory: log);
        var nonces = Enumerable.Range(0, 8).Select(_ => Sample.Nonce()).ToList();
        await Task.WhenAll(nonces.Select(nonce => storage.StoreNonceAsync(nonce, cancellationToken: Token).AsTask()));
        await Eventually.TrueAsync(async () => await ConnectionsAsync() == 0, Token);

        await Standby.PromoteAsync(Token);
        await Primary.DemoteAsync(Token);
        var outcomes = await Task.WhenAll(nonces.Select(nonce => storage.ConsumeNonceAsync(nonce, Token).AsTask()));

        Assert.All(outcomes, outcome => Assert.Equal(NonceOutcome.Consumed, outcome));
        Assert.True(refused > 0, "No call met the old primary.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_standby is not null)
        {
            await _standby.DisposeAsync();
        }

        if (_primary is not null)
        {
            await _primary.DisposeAsync();
        }
    }

    // The standby comes first, so a storage that uses the first host that answers would fail.
    private NpgsqlConnectionStringBuilder Text() => new(Primary.AdminConnectionString)
    {
        Host = $"127.0.0.1:{Standby.Port},127.0.0.1:{Primary.Port}",
        ApplicationName = "storage",
        Timeout = 2,
    };

    private async Task<long> ConnectionsAsync()
    {
        await using var source = NpgsqlDataSource.Create(Primary.AdminConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'storage'");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
