using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Checks that the listener uses a primary and warns when there is none. A standby refuses LISTEN.</summary>
public sealed class PrimaryTests : IAsyncLifetime
{
    private PostgreSqlCluster? _primary;
    private PostgreSqlCluster? _standby;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlCluster Primary => _primary!;

    private PostgreSqlCluster Standby => _standby!;

    public async ValueTask InitializeAsync()
    {
        _primary = (await PostgreSqlCluster.TryStartAsync(new ServerOptions { IsDurable = false }, Token)).OrSkip(Assert.Skip);
        _standby = await _primary.StartStandbyAsync(cancellationToken: Token);
        await using var storage = new PostgreSqlLtiStorage(_primary.AdminConnectionString);
        await storage.Schema.MigrateAsync(Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Listener_with_several_hosts_uses_the_primary_and_its_successor(bool ofTheCallers)
    {
        // The standby comes first, and no setting says which host is wanted.
        var text = new NpgsqlConnectionStringBuilder(Primary.AdminConnectionString)
        {
            Host = $"127.0.0.1:{Standby.Port},127.0.0.1:{Primary.Port}",
            HostRecheckSeconds = 1,
            ApplicationName = "several",
        };
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(text.ConnectionString) { ApplicationName = "several listener" });
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = text.ConnectionString, ListenerDataSource = ofTheCallers ? source : null });
        var heard = new Heard();
        storage.Subscribe(heard);
        await ListeningAsync(storage);
        Assert.Equal(1L, await ListenersAsync());

        await Primary.KillAsync(Token);
        await Standby.PromoteAsync(Token);
        await Standby.SetAsync("synchronous_standby_names", "", Token);
        await Eventually.TrueAsync(() => Task.FromResult(heard.Reports.Count == 2), Token);
        await ListeningAsync(storage);
        var client = await storage.AddClientAsync(Sample.Client(), Token);
        await heard.UntilAsync($"client {client.Id}");
    }

    [Fact]
    public async Task Listener_on_a_standby_gives_advice_and_listens_after_its_promotion()
    {
        var log = new CapturingLoggerFactory();
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = Standby.AdminConnectionString }, loggerFactory: log);
        var heard = new Heard();
        storage.Subscribe(heard);

        await log.FirstAsync(line => line.Message.Contains("(SQLSTATE 25006): it is a standby", StringComparison.Ordinal), Token);
        Assert.Equal(InvalidationState.Reconnecting, storage.State);

        await Standby.PromoteAsync(Token);
        await Standby.SetAsync("synchronous_standby_names", "", Token);
        await ListeningAsync(storage);
        var client = await storage.AddClientAsync(Sample.Client(), Token);
        await heard.UntilAsync($"client {client.Id}");
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

    private static Task ListeningAsync(PostgreSqlLtiStorage storage)
        => Eventually.TrueAsync(() => Task.FromResult(storage.State == InvalidationState.Listening), Token);

    private async Task<long> ListenersAsync()
    {
        await using var source = NpgsqlDataSource.Create(Primary.AdminConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'several listener'");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
