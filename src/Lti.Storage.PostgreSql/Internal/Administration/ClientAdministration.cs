using LinqToDB;
using LinqToDB.Async;
using LinqToDB.DataProvider.PostgreSQL;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Administration;

/// <summary>Rules C1 to C5 and L4. Every write locks the client's row first (rule D3).</summary>
internal sealed class ClientAdministration(QueryRunner queries, TimeProvider clock)
{
    public IAsyncEnumerable<LtiClient> ListAsync(Guid? after, CancellationToken cancellationToken)
        => Pages.StreamAsync(ReadPageAsync, static client => client.Id, after, cancellationToken);

    public async ValueTask<LtiClient?> FindAsync(Guid id, CancellationToken cancellationToken)
        => (await queries.ReadAsync(context => context.Clients.FirstOrDefaultAsync(client => client.Id == id), cancellationToken).ConfigureAwait(false))?.ToClient();

    public async ValueTask<ClientWithDeployments?> FindWithDeploymentsAsync(Guid id, CancellationToken cancellationToken)
    {
        // One query, so that both are of one moment.
        var rows = await queries.ReadAsync(
            context => (from client in context.Clients
                        where client.Id == id
                        from deployment in context.Deployments.LeftJoin(deployment => deployment.LtiClientId == client.Id)
                        orderby deployment.Id
                        select new { client, deployment }).ToListAsync(),
            cancellationToken).ConfigureAwait(false);
        return rows is [var first, ..]
            ? new ClientWithDeployments(
                first.client.ToClient(),
                Array.AsReadOnly([.. rows.Select(row => (DeploymentRow?)row.deployment).OfType<DeploymentRow>().Select(row => row.ToDeployment())]))
            : null;
    }

    public async ValueTask<IReadOnlyList<LtiClient>> FindAsync(string issuer, string? clientId, CancellationToken cancellationToken)
    {
        var rows = await queries.ReadAsync(
            context => context.Clients
                .Where(client => client.Issuer == issuer && (clientId == null || client.ClientId == clientId))
                .OrderBy(client => client.Id)
                .ToListAsync(),
            cancellationToken).ConfigureAwait(false);
        return Array.AsReadOnly([.. rows.Select(row => row.ToClient())]);
    }

    public async ValueTask<LtiClient> AddAsync(NewClient client, CancellationToken cancellationToken)
    {
        var added = new LtiClient
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = client.Name,
            Issuer = client.Issuer,
            ClientId = client.ClientId,
            Endpoints = client.Endpoints,
        };
        return await queries.WriteAsync(
            async context =>
            {
                var insert = context.Clients
                    .Value(row => row.Id, added.Id)
                    .Value(row => row.Name, added.Name)
                    .Value(row => row.Issuer, added.Issuer)
                    .Value(row => row.ClientId, added.ClientId)
                    .Value(row => row.AuthorizationUrl, added.Endpoints.AuthorizationUrl)
                    .Value(row => row.TokenUrl, added.Endpoints.TokenUrl)
                    .Value(row => row.JwksUrl, added.Endpoints.JwksUrl);
                await OrConflictAsync(added, insert.InsertAsync()).ConfigureAwait(false);
                return added;
            },
            RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<LtiClient> UpdateAsync(Guid id, ClientUpdate update, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                var before = await context.Clients.Where(row => row.Id == id).AsPostgreSQL().ForUpdateHint().FirstOrDefaultAsync().ConfigureAwait(false)
                    ?? throw new LtiNotFoundException(LtiEntity.Client, id);
                var client = update.ApplyTo(before.ToClient());
                var change = context.Clients.Where(row => row.Id == id)
                    .Set(row => row.Name, client.Name)
                    .Set(row => row.Issuer, client.Issuer)
                    .Set(row => row.ClientId, client.ClientId)
                    .Set(row => row.AuthorizationUrl, client.Endpoints.AuthorizationUrl)
                    .Set(row => row.TokenUrl, client.Endpoints.TokenUrl)
                    .Set(row => row.JwksUrl, client.Endpoints.JwksUrl);
                await OrConflictAsync(client, change.UpdateAsync()).ConfigureAwait(false);
                return client;
            },
            RetrySafety.Idempotent,
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                // No deployment can be added while this lock is held.
                if (await context.Clients.Where(row => row.Id == id).AsPostgreSQL().ForUpdateHint().FirstOrDefaultAsync().ConfigureAwait(false) is null)
                {
                    return false;
                }

                await context.Deployments.DeleteAsync(row => row.LtiClientId == id).ConfigureAwait(false);
                await context.Clients.DeleteAsync(row => row.Id == id).ConfigureAwait(false);
                return true;
            },
            RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);

    private static async Task OrConflictAsync(LtiClient client, Task<int> write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw LtiConflictException.ForClient(client.Issuer, client.ClientId, e.Redacted());
        }
    }

    private async Task<List<LtiClient>> ReadPageAsync(Guid? after, CancellationToken cancellationToken)
    {
        var rows = await queries.ReadAsync(
            context => context.Clients.Where(client => after == null || client.Id > after).OrderBy(client => client.Id).Take(Pages.Size).ToListAsync(),
            cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToClient());
    }
}
