using LinqToDB;
using LinqToDB.Async;
using LinqToDB.DataProvider.PostgreSQL;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Linq;

namespace Lti.Storage.PostgreSql.Internal.Deployments;

/// <summary>Finds and deletes a client together with its deployments (rules C2 and C4).</summary>
internal sealed class ClientWithDeploymentsQueries(QueryRunner queries)
{
    public async ValueTask<ClientWithDeployments?> FindAsync(ClientKey id, CancellationToken cancellationToken)
    {
        // One query so that the client and its deployments are of one snapshot.
        var rows = await queries.ReadAsync(
            context => (from client in context.Table<ClientRow>()
                        where client.Id == id.Value
                        from deployment in context.Table<DeploymentRow>().LeftJoin(deployment => deployment.ClientKey == client.Id)
                        orderby deployment.Id
                        select new { client, deployment }).ToListAsync(),
            cancellationToken).ConfigureAwait(false);
        return rows is [var first, ..]
            ? new ClientWithDeployments(
                first.client.ToClient(),
                Array.AsReadOnly([
                    .. rows.Select(row => (DeploymentRow?)row.deployment).OfType<DeploymentRow>().Select(row => row.ToDeployment()),
                ]))
            : null;
    }

    public async ValueTask<bool> DeleteAsync(ClientKey id, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                // No deployment can be added while this lock is held.
                var client = await context.Table<ClientRow>().Where(row => row.Id == id.Value)
                    .AsPostgreSQL().ForUpdateHint().FirstOrDefaultAsync().ConfigureAwait(false);
                if (client is null)
                {
                    return false;
                }

                await context.Table<DeploymentRow>().DeleteAsync(row => row.ClientKey == id.Value).ConfigureAwait(false);
                await context.Table<ClientRow>().DeleteAsync(row => row.Id == id.Value).ConfigureAwait(false);
                return true;
            },
            RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);
}
