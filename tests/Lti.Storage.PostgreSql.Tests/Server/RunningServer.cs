using System.Collections.Concurrent;
using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>The server that all tests of this assembly share, found or started when the first one asks. Without one a test is skipped, or fails in CI.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private static readonly Lazy<Task<StartResult<TestServer>>> _server = new(() => TestServer.TryStartAsync(new ServerOptions
    {
        TranslateUrl = text => ConnectionText.Parse(text, Environment.GetEnvironmentVariable).Builder.ConnectionString,
    }));

    private static readonly Lazy<Task<StartResult<PgBouncer>>> _pooler = new(async () => await PgBouncer.TryStartAsync(
        (await GetAsync()).AdminConnectionString,
        new PgBouncerOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["default_pool_size"] = "4", ["server_idle_timeout"] = "2" } }));

    private static readonly ConcurrentBag<PostgreSqlServer.TestDatabase> _shared = [];

    public static async Task<TestServer> GetAsync() => (await _server.Value).OrSkip(Assert.Skip);

    /// <summary>PgBouncer in transaction mode before that server.</summary>
    public static async Task<PgBouncer> GetPoolerAsync() => (await _pooler.Value).OrSkip(Assert.Skip);

    /// <summary>A database of one test's, which drops it.</summary>
    public static async Task<PostgreSqlServer.TestDatabase> CreateDatabaseAsync()
        => await (await GetAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    /// <summary>A database that many tests share, dropped at the end of the run: fixtures end in no order.</summary>
    public static async Task<PostgreSqlServer.TestDatabase> CreateSharedDatabaseAsync()
    {
        var database = await CreateDatabaseAsync();
        _shared.Add(database);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _shared)
        {
            await database.DisposeAsync();
        }

        if (_pooler.IsValueCreated && (await _pooler.Value).Value is { } pooler)
        {
            await pooler.DisposeAsync();
        }

        if (_server.IsValueCreated && (await _server.Value).Value is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
