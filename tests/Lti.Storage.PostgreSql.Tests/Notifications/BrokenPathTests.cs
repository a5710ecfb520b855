using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Tests a listener whose path to the server breaks.</summary>
public sealed class BrokenPathTests : IAsyncLifetime
{
    private TestDatabase? _database;
    private TcpProxy? _proxy;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private TcpProxy Proxy => _proxy!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        var server = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        _proxy = new TcpProxy(server.Host!, server.Port);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silently_dead_connection_is_replaced_and_everything_is_dropped(bool ofTheCallers)
    {
        await using var source = NpgsqlDataSource.Create(Proxy.Through(Database.ConnectionString));
        await using var node = new ListeningNode(
            Database.ConnectionString,
            ofTheCallers ? new() { DataSource = source, ListenerDataSource = source } : new() { ConnectionString = Proxy.Through(Database.ConnectionString) });
        await node.BecomesAsync(InvalidationState.Listening);

        Proxy.Swallow();
        await ChangeAsync();
        await node.Clock.PassAsync(ListeningNode.KeepAlive);
        await node.Clock.PassAsync(ListeningNode.AnswerLimit);

        await node.BecomesAsync(InvalidationState.Reconnecting);
        Assert.Contains("did not answer in time", await node.WarningAsync(), StringComparison.Ordinal);
        Assert.Equal(["everything"], node.Heard.Reports);

        Proxy.Forward();
        await node.Clock.PassAsync(TimeSpan.FromMilliseconds(100));
        await node.BecomesAsync(InvalidationState.Listening);
        Assert.Equal(["everything", "everything"], node.Heard.Reports);
        Assert.Equal(2, node.Count(PostgreSqlMetrics.InvalidationConnections));
        await node.Heard.UntilAsync($"client {await ChangeAsync()}");
    }

    [Fact]
    public async Task Idle_connection_is_kept()
    {
        await using var node = new ListeningNode(Database.ConnectionString, new() { ConnectionString = Proxy.Through(Database.ConnectionString) });
        for (var hour = 1; hour <= 10; hour++)
        {
            await node.Clock.PassAsync(ListeningNode.KeepAlive);
        }

        await node.Heard.UntilAsync($"client {await ChangeAsync()}");
        Assert.Equal(1, Proxy.Accepted);
        Assert.Equal(1, node.Count(PostgreSqlMetrics.InvalidationConnections));
    }

    [Fact]
    public async Task Delay_between_attempts_doubles_up_to_ten_seconds_and_is_reset_by_a_success()
    {
        Proxy.Refuse();
        await using var node = new ListeningNode(Database.ConnectionString, new() { ConnectionString = Proxy.Through(Database.ConnectionString) });
        int[] milliseconds = [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000];
        foreach (var pause in milliseconds)
        {
            await node.Clock.PassAsync(TimeSpan.FromMilliseconds(pause));
        }

        await node.Clock.AwaitedAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(InvalidationState.Reconnecting, node.State);
        await node.WarningAsync();
        Proxy.Forward();
        await node.Clock.PassAsync(TimeSpan.FromSeconds(10));
        await node.BecomesAsync(InvalidationState.Listening);

        Proxy.Reset();

        await node.Clock.PassAsync(TimeSpan.FromMilliseconds(100));
        await node.BecomesAsync(InvalidationState.Listening);
        Assert.Equal(2, node.Warnings.Count());
    }

    [Fact]
    public async Task Disposal_waits_for_no_answer_and_sends_no_cancellation()
    {
        var node = new ListeningNode(Proxy.Through(Database.ConnectionString));
        await node.BecomesAsync(InvalidationState.Listening);
        Proxy.Swallow();
        await node.Clock.PassAsync(ListeningNode.KeepAlive);

        // The listener now waits for an answer.
        await node.Clock.AwaitedAsync(ListeningNode.AnswerLimit);
        var connections = Proxy.Accepted;
        await node.DisposeAsync();

        Assert.Equal(InvalidationState.Off, node.State);
        Assert.Equal(connections, Proxy.Accepted);
        Assert.Empty(node.Warnings);
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<ClientKey> ChangeAsync()
    {
        await using var writer = Database.Open();
        return (await writer.AddClientAsync(Sample.Client(), Token)).Id;
    }
}
