using Lti.Storage.Caching;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Tests two nodes on one database, each with a cache.</summary>
public sealed class CachedNodesTests
{
    private static readonly LtiEndpoints _moved = new()
    {
        AuthorizationUrl = "https://new.example.edu/auth",
        TokenUrl = "https://new.example.edu/token",
        JwksUrl = "https://new.example.edu/jwks",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_node_sees_the_changes_of_the_other()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var one = await OpenAsync(database.ConnectionString);
        await using var other = await OpenAsync(database.ConnectionString);
        var key = Sample.LaunchKey();
        Assert.Null(await other.FindLaunchConfigAsync(key, Token));

        // Cache a negative entry, a positive one and one of a default deployment.
        var config = (await one.SaveLaunchConfigAsync(key with { DeploymentId = LtiDeployment.DefaultDeploymentId }, Sample.Endpoints, cancellationToken: Token)).Config;
        await Eventually.TrueAsync(async () => await other.FindLaunchConfigAsync(key, Token) is { Match: LaunchConfigMatch.Default }, Token);
        await other.UpdateClientAsync(config.ClientKey, new ClientUpdate { TokenUrl = _moved.TokenUrl }, Token);
        await Eventually.TrueAsync(async () => (await one.FindLaunchConfigAsync(key, Token))!.Endpoints.TokenUrl == _moved.TokenUrl, Token);
        await one.DeleteClientAsync(config.ClientKey, Token);
        await Eventually.TrueAsync(async () => await other.FindLaunchConfigAsync(key, Token) is null, Token);

        var session = Sample.Session();
        await one.AddSessionAsync(session, cancellationToken: Token);
        Assert.NotNull(await other.FindSessionAsync(session.Id, Token));
        await one.DeleteSessionAsync(session.Id, Token);
        await Eventually.TrueAsync(async () => await other.FindSessionAsync(session.Id, Token) is null, Token);
    }

    [Fact]
    public async Task Changes_by_any_program_on_the_database_are_seen()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var node = await OpenAsync(database.ConnectionString);
        var key = Sample.LaunchKey();
        await node.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token);
        Assert.NotNull(await node.FindLaunchConfigAsync(key, Token));

        await database.ExecuteAsync($"UPDATE clients SET token_url = '{_moved.TokenUrl}'");

        await Eventually.TrueAsync(async () => (await node.FindLaunchConfigAsync(key, Token))!.Endpoints.TokenUrl == _moved.TokenUrl, Token);
    }

    [Theory]
    [InlineData(StopMode.Fast)]
    [InlineData(StopMode.Immediate)]
    [FullRun("all rows of long theories", Rows = 1)]
    public async Task Nothing_older_than_the_reconnect_is_served_after_a_server_restart(StopMode mode)
    {
        await using var cluster = (await PostgreSqlCluster.TryStartAsync(new ServerOptions { IsDurable = false }, Token)).OrSkip(Assert.Skip);
        await using (var storage = new PostgreSqlLtiStorage(cluster.AdminConnectionString))
        {
            await storage.Schema.MigrateAsync(Token);
        }

        await using var proxy = new TcpProxy("127.0.0.1", cluster.Port);
        var postgreSql = new PostgreSqlLtiStorage(proxy.Through(cluster.AdminConnectionString));
        await using var node = postgreSql.WithCaching();
        await ListeningAsync(postgreSql);
        var key = Sample.LaunchKey();
        await SaveAndKeepAsync(node, postgreSql, key);

        proxy.Refuse();
        await cluster.StopAsync(mode, Token);
        await Eventually.TrueAsync(() => Task.FromResult(postgreSql.State == InvalidationState.Reconnecting), Token);
        await cluster.StartAsync(Token);

        // Change it while the node cannot connect, so that it misses the notification.
        await using (var writer = new PostgreSqlLtiStorage(cluster.AdminConnectionString))
        {
            await writer.SaveLaunchConfigAsync(key, _moved, ExistingEndpoints.Replace, Token);
        }

        Assert.Equal(Sample.Endpoints, (await node.FindLaunchConfigAsync(key, Token))!.Endpoints);
        proxy.Forward();
        await ListeningAsync(postgreSql);
        Assert.Equal(_moved, (await node.FindLaunchConfigAsync(key, Token))!.Endpoints);
        Assert.Equal(NonceOutcome.Unknown, await node.ConsumeNonceAsync("nonce", Token));
    }

    [Fact]
    [FullRun("tests of silent servers")]
    public async Task Nothing_older_than_the_reconnect_is_served_after_a_silently_dead_connection()
    {
        await using var database = await TestDatabase.MigratedAsync();
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var proxy = new TcpProxy(server.Host!, server.Port);
        var postgreSql = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = proxy.Through(database.ConnectionString), ListenerKeepAlive = TimeSpan.FromSeconds(1) });
        await using var node = postgreSql.WithCaching();
        await ListeningAsync(postgreSql);
        var key = Sample.LaunchKey();
        await SaveAndKeepAsync(node, postgreSql, key);

        proxy.Swallow();
        await using (var writer = database.Open())
        {
            await writer.SaveLaunchConfigAsync(key, _moved, ExistingEndpoints.Replace, Token);
        }

        await Eventually.TrueAsync(() => Task.FromResult(postgreSql.State == InvalidationState.Reconnecting), Token);
        Assert.Equal(Sample.Endpoints, (await node.FindLaunchConfigAsync(key, Token))!.Endpoints);
        proxy.Forward();
        await ListeningAsync(postgreSql);
        Assert.Equal(_moved, (await node.FindLaunchConfigAsync(key, Token))!.Endpoints);
    }

    /// <summary>Saves a launch configuration and reads it after the node has heard its own change, so that it is cached.</summary>
    private static async Task SaveAndKeepAsync(ILtiStorage node, PostgreSqlLtiStorage storage, LaunchKey key)
    {
        var heard = new Heard();
        using var subscription = storage.Subscribe(heard);
        var config = (await node.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token)).Config;
        await heard.UntilAsync($"client {config.ClientKey}");
        Assert.NotNull(await node.FindLaunchConfigAsync(key, Token));
    }

    private static async Task<ILtiStorage> OpenAsync(string connectionString)
    {
        var storage = new PostgreSqlLtiStorage(connectionString);
        var cached = storage.WithCaching(new CachingOptions { LaunchConfigLifetime = TimeSpan.FromHours(24), UnknownLaunchLifetime = TimeSpan.FromMinutes(10), SessionLifetime = TimeSpan.FromHours(24) });
        await ListeningAsync(storage);
        return cached;
    }

    private static Task ListeningAsync(PostgreSqlLtiStorage storage)
        => Eventually.TrueAsync(() => Task.FromResult(storage.State == InvalidationState.Listening), Token);
}
