using Lti.Storage.PostgreSql.Tests.Faults;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(FaultCluster))]

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Owns the server of the fault tests, which is never a configured one. Tests that stop a server start another.</summary>
public sealed class FaultCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<StartResult<PostgreSqlCluster>>> _cluster = new(() => StartAsync(isDurable: false));

    /// <summary>Creates a migrated database for one test.</summary>
    internal static async Task<TestDatabase> CreateDatabaseAsync()
        => await (await GetAsync()).CopyDatabaseAsync(Databases.MigrateAsync, TestContext.Current.CancellationToken);

    /// <summary>Creates an empty database for one test.</summary>
    internal static async Task<TestDatabase> CreateEmptyDatabaseAsync()
        => await (await GetAsync()).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    /// <summary>Creates another cluster for a test that stops it.</summary>
    public static async Task<PostgreSqlCluster> CreateAsync(params (string Name, string Value)[] settings)
        => (await StartAsync(isDurable: true, settings)).OrSkip(Assert.Skip);

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated && (await _cluster.Value).Value is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }

    private static async Task<PostgreSqlCluster> GetAsync() => (await _cluster.Value).OrSkip(Assert.Skip);

    private static Task<StartResult<PostgreSqlCluster>> StartAsync(bool isDurable, params (string Name, string Value)[] settings)
        => PostgreSqlCluster.TryStartAsync(new ServerOptions
        {
            IsDurable = isDurable,
            Settings = settings.Prepend(("max_connections", "300")).ToDictionary(setting => setting.Item1, setting => setting.Item2, StringComparer.Ordinal),
        });
}
