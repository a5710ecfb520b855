using System.Runtime.CompilerServices;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Deployments;

/// <summary>Lists the deployments of all clients that have a status.</summary>
internal static class DeploymentsByStatus
{
    private static readonly Query _clients = new(
        PostgreSql: "SELECT DISTINCT client_id FROM {schema}.deployments WHERE status = $1 ORDER BY client_id",
        Sqlite: """
            SELECT DISTINCT client_key FROM deployments
            WHERE status = CASE $1 WHEN 'active' THEN 0 WHEN 'pending' THEN 1 ELSE 2 END
            ORDER BY client_key
            """);

    public static Listing<DeploymentOfClientShape> Listing { get; } = new(
        DeploymentJson.Default.DeploymentOfClientShape,
        ["client", "id", "issuer", "client id", "deployment id", "status", "name"],
        deployment =>
        [
            deployment.ClientKey.ToString(),
            deployment.Id.ToString(),
            deployment.Issuer,
            deployment.ClientId,
            deployment.DeploymentId,
            deployment.Status,
            deployment.Name,
        ],
        "No deployments.");

    /// <summary>Lists the deployments in the order of their clients. No connection is held while the output is written.</summary>
    public static async IAsyncEnumerable<DeploymentOfClientShape> ListAsync(
        IDatabase database, DeploymentStatus status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in await ClientsAsync(database, status, cancellationToken).ConfigureAwait(false))
        {
            if (await database.Storage.FindClientAsync(key, cancellationToken).ConfigureAwait(false) is not { } client)
            {
                continue;
            }

            var deployments = database.Storage.ListDeploymentsAsync(key, after: null, status, cancellationToken);
            await foreach (var deployment in deployments.ConfigureAwait(false))
            {
                yield return DeploymentOfClientShape.Of(client, deployment);
            }
        }
    }

    /// <summary>Finds the clients that have such a deployment. Mostly there are few, so their keys fit into memory.</summary>
    private static async Task<IReadOnlyList<ClientKey>> ClientsAsync(
        IDatabase database, DeploymentStatus status, CancellationToken cancellationToken)
    {
        // The library explains a missing table or right. So its listing of a client that does not exist comes first.
        var none = database.Storage.ListDeploymentsAsync(default, after: null, status, cancellationToken);
        await none.AnyAsync(cancellationToken).ConfigureAwait(false);
        return await database.ReadAsync(
            _clients, static row => new ClientKey(row.ReadId(0)), [StatusOption.NameOf(status)], cancellationToken).ConfigureAwait(false);
    }
}
