using System.Runtime.CompilerServices;
using Lti.Storage.Cli.Output;
using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Cli.Deployments;

/// <summary>Lists the deployments of all clients that have a status.</summary>
internal static class DeploymentsByStatus
{
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
        PostgreSqlLtiStorage storage, DeploymentStatus status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in await ClientsAsync(storage, status, cancellationToken).ConfigureAwait(false))
        {
            if (await storage.FindClientAsync(key, cancellationToken).ConfigureAwait(false) is not { } client)
            {
                continue;
            }

            var deployments = storage.ListDeploymentsAsync(key, after: null, status, cancellationToken);
            await foreach (var deployment in deployments.ConfigureAwait(false))
            {
                yield return DeploymentOfClientShape.Of(client, deployment);
            }
        }
    }

    /// <summary>Finds the clients that have such a deployment. Mostly there are few, so their keys fit into memory.</summary>
    private static async Task<IReadOnlyList<ClientKey>> ClientsAsync(
        PostgreSqlLtiStorage storage, DeploymentStatus status, CancellationToken cancellationToken)
    {
        // The library explains a missing table or right. So its listing of a client that does not exist comes first.
        var none = storage.ListDeploymentsAsync(default, after: null, status, cancellationToken);
        await none.AnyAsync(cancellationToken).ConfigureAwait(false);
        var schema = storage.Schema.Name.Replace("\"", "\"\"", StringComparison.Ordinal);
        List<ClientKey> clients = [];
        var connection = await storage.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = new NpgsqlCommand(
                $"""SELECT DISTINCT client_id FROM "{schema}".deployments WHERE status = $1 ORDER BY client_id""", connection);
            await using (command.ConfigureAwait(false))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StatusOption.NameOf(status) });
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        clients.Add(new ClientKey(reader.GetGuid(0)));
                    }
                }
            }
        }

        return clients;
    }
}
