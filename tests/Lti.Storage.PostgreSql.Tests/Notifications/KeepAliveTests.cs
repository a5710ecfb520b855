using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Tests a listener's checks at each keep-alive, also when the pool has no free connection.</summary>
public sealed class KeepAliveTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact]
    public async Task Exhausted_pool_leaves_the_listener_listening_with_at_most_one_queued_proof()
    {
        await using var node = new ListeningNode(PoolOfOne("taken", Database.ConnectionString), new() { ConnectionString = Database.ConnectionString });
        await node.BecomesAsync(InvalidationState.Listening);
        await using (var taken = await node.TakeConnectionAsync())
        {
            for (var keepAlive = 1; keepAlive <= 5; keepAlive++)
            {
                await node.Clock.PassAsync(ListeningNode.KeepAlive);
                await node.Clock.PassAsync(ListeningNode.ProofLimit);
            }

            await node.Clock.AwaitedAsync(ListeningNode.KeepAlive);
            Assert.Equal(InvalidationState.Listening, node.State);
            await node.Heard.UntilAsync($"client {await ChangeAsync()}");
        }

        // The one waiting proof is sent, and the pool's connection is free again.
        await node.Clock.PassAsync(ListeningNode.KeepAlive);
        await node.Clock.AwaitedAsync(ListeningNode.KeepAlive);
        await using var free = await node.TakeConnectionAsync();
        Assert.Empty(node.Warnings);
        Assert.Equal(1, node.Count(PostgreSqlMetrics.InvalidationConnections));
    }

    [Fact]
    public async Task Connection_timeout_of_the_pool_leaves_the_listener_listening()
    {
        var pool = new NpgsqlConnectionStringBuilder(PoolOfOne("timed out", Database.ConnectionString)) { Timeout = 1 };
        await using var node = new ListeningNode(pool.ConnectionString, new() { ConnectionString = Database.ConnectionString });
        await node.BecomesAsync(InvalidationState.Listening);
        await using var taken = await PatientOpening.RetryAsync(node.TakeConnectionAsync);
        await node.Clock.PassAsync(ListeningNode.KeepAlive);

        // After this wait, the pool refuses another wait of the same length.
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(node.TakeConnectionAsync);
        await node.Clock.PassAsync(ListeningNode.ProofLimit);

        await node.Clock.AwaitedAsync(ListeningNode.KeepAlive);
        Assert.Equal(InvalidationState.Listening, node.State);
        Assert.Empty(node.Warnings);
    }

    [Fact]
    public async Task Pool_that_cannot_reach_its_server_makes_the_listener_reconnect()
    {
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        await using var proxy = new TcpProxy(server.Host!, server.Port);
        await using var node = new ListeningNode(proxy.Through(Database.ConnectionString), new() { ConnectionString = Database.ConnectionString });
        await node.BecomesAsync(InvalidationState.Listening);
        proxy.Refuse();
        proxy.Reset();

        // First the broken connection, then the refusal of a new one.
        await node.Clock.PassAsync(ListeningNode.KeepAlive);
        await node.Clock.PassAsync(ListeningNode.ProofLimit);
        await node.BecomesAsync(InvalidationState.Reconnecting);

        proxy.Forward();
        await AdvanceUntilAsync(node, InvalidationState.Listening);
        await node.Heard.UntilAsync($"client {await ChangeAsync()}");
    }

    [Fact]
    public async Task Missing_proof_makes_the_listener_reconnect()
    {
        var server = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        await using var proxy = new TcpProxy(server.Host!, server.Port);
        var elsewhere = false;
        proxy.Sent = piece =>
        {
            // The notification goes to another channel, as if to another server.
            if (elsewhere && piece.Span.IndexOf("lti_storage_"u8) is >= 0 and var channel)
            {
                "x"u8.CopyTo(piece.Span[channel..]);
            }
        };
        var pool = new NpgsqlConnectionStringBuilder(proxy.Through(Database.ConnectionString)) { SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable };
        await using var node = new ListeningNode(pool.ConnectionString, new() { ConnectionString = Database.ConnectionString });
        await node.BecomesAsync(InvalidationState.Listening);

        elsewhere = true;
        await node.Clock.PassAsync(ListeningNode.KeepAlive);
        await AdvanceUntilAsync(node, InvalidationState.Reconnecting);

        Assert.Contains("they go to another server", await node.WarningAsync(), StringComparison.Ordinal);
        elsewhere = false;
        await AdvanceUntilAsync(node, InvalidationState.Listening);
        Assert.Equal(["everything", "everything"], node.Heard.Reports);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static string PoolOfOne(string name, string connectionString)
        => new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 1, Timeout = 600, ApplicationName = name }.ConnectionString;

    private static Task AdvanceUntilAsync(ListeningNode node, InvalidationState state) => Eventually.TrueAsync(
        () =>
        {
            node.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(node.State == state);
        },
        Token);

    private async Task<ClientKey> ChangeAsync()
    {
        await using var writer = Database.Open();
        return (await writer.AddClientAsync(Sample.Client(), Token)).Id;
    }
}
