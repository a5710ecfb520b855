namespace Lti.Storage.PostgreSqlServer.Internal;

internal sealed class BinariesSource(ServerOptions options) : IServerSource
{
    public ServerOrigin Origin => ServerOrigin.Binaries;

    public async Task<StartResult<RunningServer>> TryStartAsync(CancellationToken cancellationToken)
    {
        var cluster = await PostgreSqlCluster.TryStartAsync(options, cancellationToken);
        return cluster.Started
            ? new(new RunningServer(cluster.Value.AdminConnectionString, cluster.Value), null)
            : new(null, cluster.Reason);
    }
}
