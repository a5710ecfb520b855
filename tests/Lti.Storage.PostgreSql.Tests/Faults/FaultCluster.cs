using Lti.Storage.PostgreSql.Tests.Faults;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(FaultCluster))]

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Owns the server of the fault tests, which is never a configured one. Tests that stop a server start another.</summary>
public sealed class FaultCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<StartResult<PostgreSqlCluster>>> _cluster = new(() => StartAsync());

    /// <summary>Creates a migrated database for one test.</summary>
    internal static async Task<Server.TestDatabase> CreateDatabaseAsync()
        => await Server.TestDatabase.MigratedAsync(await CreateEmptyAsync());

    /// <summary>Creates an empty database for one test.</summary>
    internal static async Task<Server.TestDatabase> CreateEmptyDatabaseAsync() => Server.TestDatabase.Empty(await CreateEmptyAsync());

    /// <summary>Creates another cluster for a test that stops it.</summary>
    public static async Task<PostgreSqlCluster> CreateAsync(params (string Name, string Value)[] settings)
        => (await StartAsync(settings)).OrSkip(Assert.Skip);

    public async ValueTask DisposeAsync()
    {
        if (_cluster.IsValueCreated && (await _cluster.Value).Value is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }

    private static async Task<PostgreSqlServer.TestDatabase> CreateEmptyAsync()
        => await (await _cluster.Value).OrSkip(Assert.Skip).CreateDatabaseAsync(TestContext.Current.CancellationToken);

    private static Task<StartResult<PostgreSqlCluster>> StartAsync(params (string Name, string Value)[] settings)
        => PostgreSqlCluster.TryStartAsync(new ServerOptions
        {
            Settings = settings.Prepend(("max_connections", "300")).ToDictionary(setting => setting.Item1, setting => setting.Item2, StringComparer.Ordinal),
        });
}
