using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Tests a failover after which the old primary still runs. Connections to it stay open but it takes no writes.</summary>
public sealed class FencedPrimaryTests : IAsyncLifetime
{
    private PostgreSqlCluster? _old;
    private PostgreSqlCluster? _new;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlCluster Old => _old!;

    private PostgreSqlCluster New => _new!;

    public async ValueTask InitializeAsync()
    {
        _old = (await PostgreSqlCluster.TryStartAsync(new ServerOptions { IsDurable = false }, Token)).OrSkip(Assert.Skip);
        await using (var storage = new PostgreSqlLtiStorage(_old.AdminConnectionString))
        {
            await storage.Schema.MigrateAsync(Token);
        }

        _new = await _old.StartStandbyAsync(new StandbyOptions { Synchronous = false }, Token);
    }

    [Theory, Rule("F2")]
    [InlineData(false)]
    [InlineData(true)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Listener_and_pool_leave_an_old_primary_that_became_read_only(bool ofTheCaller)
    {
        // The old primary comes first, so it is also tried first after the failover.
        var text = new NpgsqlConnectionStringBuilder(Old.AdminConnectionString) { Host = $"127.0.0.1:{Old.Port},127.0.0.1:{New.Port}", ApplicationName = "node" };
        await using var source = NpgsqlDataSource.Create(text);
        await using var storage = Open(new() { ConnectionString = text.ConnectionString, ListenerDataSource = ofTheCaller ? source : null });
        var heard = await ListeningAsync(storage);

        await New.PromoteAsync(Token);
        await Old.SetAsync("default_transaction_read_only", "on", Token);

        await AssertHeardAsync(storage, heard);
        Assert.True(await storage.ClaimNonceAsync("nonce", cancellationToken: Token));
    }

    [Fact, Rule("F2")]
    public async Task Listener_and_pool_leave_a_fenced_primary_when_its_name_resolves_to_another_server()
    {
        await using var proxy = new TcpProxy("127.0.0.1", Old.Port);
        await using var storage = Open(new() { ConnectionString = proxy.Through(Old.AdminConnectionString) });
        var heard = await ListeningAsync(storage);

        await New.PromoteAsync(Token);
        proxy.Retarget("127.0.0.1", New.Port);
        await Old.SetAsync("default_transaction_read_only", "on", Token);

        await AssertHeardAsync(storage, heard);
        Assert.True(await storage.ClaimNonceAsync("nonce", cancellationToken: Token));
    }

    [Fact]
    public async Task Listener_follows_the_pool_to_another_server_while_both_take_writes()
    {
        await using var proxy = new TcpProxy("127.0.0.1", Old.Port);
        var text = new NpgsqlConnectionStringBuilder(proxy.Through(Old.AdminConnectionString)) { ApplicationName = "node" };
        await using var storage = Open(new() { ConnectionString = text.ConnectionString });
        var heard = await ListeningAsync(storage);

        await New.PromoteAsync(Token);
        proxy.Retarget("127.0.0.1", New.Port);
        await ExecuteAsync(Old, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'node'");

        await AssertHeardAsync(storage, heard);
    }

    [Fact]
    public async Task Listener_on_a_single_read_only_server_is_not_listening()
    {
        await using var storage = Open(new() { ConnectionString = Old.AdminConnectionString });
        await ListeningAsync(storage);

        await Old.SetAsync("default_transaction_read_only", "on", Token);
        await Eventually.TrueAsync(() => Task.FromResult(storage.State == InvalidationState.Reconnecting), Token);

        await Old.SetAsync("default_transaction_read_only", "off", Token);
        await Eventually.TrueAsync(() => Task.FromResult(storage.State == InvalidationState.Listening), Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_new is not null)
        {
            await _new.DisposeAsync();
        }

        if (_old is not null)
        {
            await _old.DisposeAsync();
        }
    }

    private static PostgreSqlLtiStorage Open(PostgreSqlStorageOptions options)
    {
        options.ListenerKeepAlive = TimeSpan.FromSeconds(1);
        return new PostgreSqlLtiStorage(options);
    }

    private static async Task<Heard> ListeningAsync(PostgreSqlLtiStorage storage)
    {
        var heard = new Heard();
        storage.Subscribe(heard);
        await Eventually.TrueAsync(() => Task.FromResult(storage.State == InvalidationState.Listening), Token);
        Assert.Equal(["everything"], heard.Reports);
        return heard;
    }

    /// <summary>Checks that the listener has reconnected, reported everything as changed and hears changes on the new primary.</summary>
    private async Task AssertHeardAsync(PostgreSqlLtiStorage storage, Heard heard)
    {
        await Eventually.TrueAsync(() => Task.FromResult(heard.Reports.Count(report => report == "everything") >= 2 && storage.State == InvalidationState.Listening), Token);
        await using var other = new PostgreSqlLtiStorage(New.AdminConnectionString);
        var client = await other.AddClientAsync(Sample.Client(), Token);
        await heard.UntilAsync($"client {client.Id}");
    }

    private static async Task ExecuteAsync(PostgreSqlCluster cluster, string sql)
    {
        await using var source = NpgsqlDataSource.Create(cluster.AdminConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
