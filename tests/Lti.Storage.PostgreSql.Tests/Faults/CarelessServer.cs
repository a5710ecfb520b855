using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Runs a server that acknowledges commits before they are on disk.</summary>
/// <remarks>It writes its log only when a commit asks for it or the log buffers are full.</remarks>
public sealed class CarelessServer : IAsyncLifetime
{
    private PostgreSqlCluster? _cluster;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
        => _cluster = await FaultCluster.CreateAsync(("synchronous_commit", "off"), ("wal_writer_delay", "10s"), ("wal_writer_flush_after", "1GB"));

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal async Task<TestDatabase> CreateDatabaseAsync() => await Cluster.CopyDatabaseAsync(Databases.MigrateAsync, Token);

    internal async Task KillAsync()
    {
        await Cluster.KillAsync(Token);
        await Cluster.StartAsync(Token);
    }
}
