using Lti.Storage.PostgreSql.Tests.Faults;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSqlServer;

[assembly: AssemblyFixture(typeof(FaultCluster))]

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A server of these tests' own, never a configured one: what they do to it nobody else should meet. Tests that stop it start another.</summary>
public sealed class FaultCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<StartResult<PostgreSqlCluster>>> _cluster = new(() => StartAsync());

    /// <summary>A migrated database of one test's.</summary>
    internal static async Task<Server.TestDatabase> CreateDatabaseAsync()
        => await Server.TestDatabase.MigratedAsync(await CreateEmptyAsync());

    /// <summary>A database of one test's, without anything.</summary>
    internal static async Task<Server.TestDatabase> CreateEmptyDatabaseAsync() => Server.TestDatabase.Empty(await CreateEmptyAsync());

    /// <summary>Another cluster, for a test that stops it.</summary>
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
