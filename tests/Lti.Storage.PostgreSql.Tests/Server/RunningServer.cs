using System.Collections.Concurrent;
using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Shares one server among all tests of this assembly and starts it on first use.</summary>
/// <remarks>A test without a server is skipped and fails in CI.</remarks>
public sealed class RunningServer : IAsyncDisposable
{
    private static readonly Lazy<Task<StartResult<TestServer>>> _server = new(() => TestServer.TryStartAsync(new ServerOptions
    {
        IsDurable = false,
        Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_connections"] = "500" },
        TranslateUrl = text => ConnectionText.Parse(text, Environment.GetEnvironmentVariable).Builder.ConnectionString,
    }));

    private static readonly Lazy<Task<StartResult<PgBouncer>>> _pooler = new(async () => await PgBouncer.TryStartAsync(
        (await GetAsync()).AdminConnectionString,
        new PgBouncerOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["default_pool_size"] = "4", ["server_idle_timeout"] = "2" } }));

    private static readonly ConcurrentBag<TestDatabase> _shared = [];

    public static async Task<TestServer> GetAsync() => (await _server.Value).OrSkip(Assert.Skip);

    /// <summary>Gets PgBouncer in transaction mode in front of that server.</summary>
    public static async Task<PgBouncer> GetPoolerAsync() => (await _pooler.Value).OrSkip(Assert.Skip);

    /// <summary>Creates a database for one test, which drops it.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync()
        => await (await GetAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    /// <summary>Creates a migrated database for one test, which drops it.</summary>
    public static async Task<TestDatabase> CreateMigratedDatabaseAsync()
        => await (await GetAsync()).CopyDatabaseAsync(Databases.MigrateAsync, TestContext.Current.CancellationToken);

    /// <summary>Creates a database for many tests that is dropped at the end of the run, because fixtures end in no order.</summary>
    public static async Task<TestDatabase> CreateSharedDatabaseAsync()
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
