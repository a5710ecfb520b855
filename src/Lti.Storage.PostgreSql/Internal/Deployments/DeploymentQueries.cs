using LinqToDB;
using LinqToDB.Async;
using LinqToDB.DataProvider.PostgreSQL;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Linq;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Deployments;

/// <summary>Lists, finds, adds, updates and deletes deployments (rules D1 to D6).</summary>
/// <remarks>Every write locks the client's row first and so sees all that was committed before (rule D3).</remarks>
internal sealed class DeploymentQueries(QueryRunner queries, TimeProvider clock)
{
    public IAsyncEnumerable<LtiDeployment> ListAsync(
        ClientKey client, DeploymentKey? after, DeploymentStatus? status, CancellationToken cancellationToken)
        => KeysetPages.ListAsync(
            (cursor, token) => ReadPageAsync(client, cursor, status, token),
            static deployment => deployment.Id,
            after,
            QueryRunner.PageSize,
            cancellationToken);

    public async ValueTask<LtiDeployment?> FindAsync(ClientKey client, DeploymentKey id, CancellationToken cancellationToken)
    {
        var found = await queries.ReadAsync(
            context => context.Table<DeploymentRow>().FirstOrDefaultAsync(row => row.Id == id.Value && row.ClientKey == client.Value),
            cancellationToken).ConfigureAwait(false);
        return found?.ToDeployment();
    }

    public async ValueTask<LtiDeployment?> FindAsync(ClientKey client, string deploymentId, CancellationToken cancellationToken)
    {
        var found = await queries.ReadAsync(
            context => FindRowAsync(context, client, deploymentId), cancellationToken).ConfigureAwait(false);
        return found?.ToDeployment();
    }

    public async ValueTask<LtiDeployment> AddAsync(ClientKey client, NewDeployment deployment, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                await LockAsync(context, client).ConfigureAwait(false);
                var added = NewRow(client, deployment.DeploymentId, deployment.Status, deployment.Name, deployment.Description);
                var insert = context.Table<DeploymentRow>()
                    .Value(row => row.Id, added.Id)
                    .Value(row => row.ClientKey, added.ClientKey)
                    .Value(row => row.DeploymentId, added.DeploymentId)
                    .Value(row => row.Name, added.Name)
                    .Value(row => row.Description, added.Description)
                    .Value(row => row.Status, added.Status);
                await OrConflictAsync(added.DeploymentId, insert.InsertAsync()).ConfigureAwait(false);
                return added.ToDeployment();
            },
            RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<LtiDeployment> EnsureAsync(
        ClientKey client, string deploymentId, DeploymentStatus status, CancellationToken cancellationToken)
        => await FindAsync(client, deploymentId, cancellationToken).ConfigureAwait(false)
            ?? await queries.WriteAsync(
                async context =>
                {
                    await LockAsync(context, client).ConfigureAwait(false);
                    var ensured = await EnsureRowAsync(context, client, deploymentId, status).ConfigureAwait(false);
                    return ensured.Row.ToDeployment();
                },
                RetrySafety.Idempotent,
                cancellationToken).ConfigureAwait(false);

    public async ValueTask<LtiDeployment> UpdateAsync(
        ClientKey client, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                // Without a client there is no deployment, and the next look finds none.
                _ = await TryLockAsync(context, client).ConfigureAwait(false);
                var before = await context.Table<DeploymentRow>().Where(row => row.Id == id.Value && row.ClientKey == client.Value)
                    .AsPostgreSQL().ForUpdateHint().FirstOrDefaultAsync().ConfigureAwait(false)
                    ?? throw new LtiNotFoundException(LtiEntity.Deployment, id.Value);
                var deployment = update.ApplyTo(before.ToDeployment());
                var change = context.Table<DeploymentRow>().Where(row => row.Id == id.Value)
                    .Set(row => row.DeploymentId, deployment.DeploymentId)
                    .Set(row => row.Name, deployment.Name)
                    .Set(row => row.Description, deployment.Description);
                if (update.Status is { } status)
                {
                    // A stored text that is unknown stays as it is unless the caller changes it.
                    change = change.Set(row => row.Status, StatusText.Write(status));
                }

                await OrConflictAsync(deployment.DeploymentId, change.UpdateAsync()).ConfigureAwait(false);
                return deployment;
            },

            // A retry after an unknown outcome could meet its own change and call it a conflict.
            update.ExpectedStatus is null ? RetrySafety.Idempotent : RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);

    public async ValueTask<bool> DeleteAsync(ClientKey client, DeploymentKey id, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                _ = await TryLockAsync(context, client).ConfigureAwait(false);
                return await context.Table<DeploymentRow>()
                    .DeleteAsync(row => row.Id == id.Value && row.ClientKey == client.Value).ConfigureAwait(false) > 0;
            },
            RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);

    /// <summary>Finds or creates the deployment of a client whose row is locked.</summary>
    public async Task<(DeploymentRow Row, bool IsNew)> EnsureRowAsync(
        StorageContext context, ClientKey client, string deploymentId, DeploymentStatus status)
    {
        var row = NewRow(client, deploymentId, status);
        var found = await FindRowAsync(context, client, deploymentId).ConfigureAwait(false);
        while (found is null)
        {
            // Another program may insert a row without our lock. Then this inserts nothing and the next look finds that row.
            await context.Table<DeploymentRow>().InsertOrUpdateAsync(
                () => new DeploymentRow { Id = row.Id, ClientKey = row.ClientKey, DeploymentId = row.DeploymentId, Status = row.Status },
                onDuplicateKeyUpdateSetter: null,
                () => new DeploymentRow { ClientKey = row.ClientKey, DeploymentId = row.DeploymentId }).ConfigureAwait(false);
            found = await FindRowAsync(context, client, deploymentId).ConfigureAwait(false);
        }

        return (found, found.Id == row.Id);
    }

    private static Task<DeploymentRow?> FindRowAsync(StorageContext context, ClientKey client, string deploymentId)
        => context.Table<DeploymentRow>().FirstOrDefaultAsync(row => row.ClientKey == client.Value && row.DeploymentId == deploymentId);

    private static async Task LockAsync(StorageContext context, ClientKey client)
        => _ = await TryLockAsync(context, client).ConfigureAwait(false) ?? throw new LtiNotFoundException(LtiEntity.Client, client.Value);

    // FOR UPDATE could deadlock. An insert by another program holds the deployment's key and would wait for the client's row, which it
    // refers to. We would wait for that key.
    private static Task<ClientRow?> TryLockAsync(StorageContext context, ClientKey client)
        => context.Table<ClientRow>().Where(row => row.Id == client.Value).AsPostgreSQL().ForNoKeyUpdateHint().FirstOrDefaultAsync();

    private static async Task OrConflictAsync(string deploymentId, Task<int> write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw LtiConflictException.ForDeployment(deploymentId, e.Redacted());
        }
    }

    private DeploymentRow NewRow(
        ClientKey client, string deploymentId, DeploymentStatus status, string? name = null, string? description = null)
        => new()
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            ClientKey = client.Value,
            DeploymentId = deploymentId,
            Name = name,
            Description = description,
            Status = StatusText.Write(status),
        };

    private async ValueTask<IReadOnlyList<LtiDeployment>> ReadPageAsync(
        ClientKey client, DeploymentKey? after, DeploymentStatus? status, CancellationToken cancellationToken)
    {
        var rows = await queries.ReadAsync(
            context =>
            {
                // The ID is always compared. Otherwise the planner can't use the partial index, whose condition keeps it out of launches.
                var deployments = context.Table<DeploymentRow>().Where(row => row.ClientKey == client.Value);
                deployments = after is { Value: var last }
                    ? deployments.Where(row => row.Id > last)
                    : deployments.Where(row => row.Id >= Guid.Empty);
                deployments = status switch
                {
                    null => deployments,

                    // An unknown text reads as disabled.
                    DeploymentStatus.Disabled
                        => deployments.Where(row => row.Status != StatusText.Active && row.Status != StatusText.Pending),
                    DeploymentStatus.Pending => deployments.Where(row => row.Status == StatusText.Pending),
                    _ => deployments.Where(row => row.Status == StatusText.Active),
                };
                return deployments.OrderBy(row => row.Id).Take(QueryRunner.PageSize).ToListAsync();
            },
            cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToDeployment());
    }
}
