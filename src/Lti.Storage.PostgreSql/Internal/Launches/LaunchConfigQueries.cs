using LinqToDB;
using LinqToDB.Async;
using LinqToDB.DataProvider.PostgreSQL;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Deployments;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Linq;

namespace Lti.Storage.PostgreSql.Internal.Launches;

/// <summary>Saves launch configurations (rules L4 and L8). <see cref="LaunchStatements"/> finds them.</summary>
internal sealed class LaunchConfigQueries(QueryRunner queries, DeploymentQueries deployments, TimeProvider clock)
{
    // A second attempt would answer differently: what the first one created is unchanged then.
    public async ValueTask<SavedLaunchConfig> SaveAsync(
        LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                var (outcome, client) = await SaveClientAsync(context, key, endpoints, existing).ConfigureAwait(false);
                var (row, isNew) = await deployments.EnsureRowAsync(
                    context, client.Id, key.DeploymentId, DeploymentStatus.Active).ConfigureAwait(false);
                return new SavedLaunchConfig(
                    outcome == SaveOutcome.Unchanged && isNew ? SaveOutcome.DeploymentCreated : outcome,
                    LtiLaunchConfig.Create(client, row.ToDeployment(), LaunchConfigMatch.Exact));
            },
            RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);

    /// <summary>Finds and locks the client, or creates it, and replaces its endpoints if that is asked for.</summary>
    private async Task<(SaveOutcome Outcome, LtiClient Client)> SaveClientAsync(
        StorageContext context, LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var row = await LockAsync(context, key).ConfigureAwait(false);
        while (row is null)
        {
            // Another transaction may create the client first. Then this inserts nothing and the next look finds that row.
            await context.Table<ClientRow>().InsertOrUpdateAsync(
                () => new ClientRow
                {
                    Id = id,
                    Name = key.Issuer,
                    Issuer = key.Issuer,
                    ClientId = key.ClientId,
                    AuthorizationUrl = endpoints.AuthorizationUrl,
                    TokenUrl = endpoints.TokenUrl,
                    JwksUrl = endpoints.JwksUrl,
                    TokenAudience = endpoints.TokenAudience,
                    IsEnabled = true,
                },
                onDuplicateKeyUpdateSetter: null,
                () => new ClientRow { Issuer = key.Issuer, ClientId = key.ClientId }).ConfigureAwait(false);
            row = await LockAsync(context, key).ConfigureAwait(false);
        }

        var client = row.ToClient();
        if (row.Id == id)
        {
            return (SaveOutcome.Created, client);
        }

        var differences = client.Endpoints.DifferencesFrom(endpoints);
        if (differences.Count == 0)
        {
            return (SaveOutcome.Unchanged, client);
        }

        if (existing != ExistingEndpoints.Replace)
        {
            throw LtiConflictException.ForEndpoints(key.Issuer, key.ClientId, differences);
        }

        await context.Table<ClientRow>().Where(stored => stored.Id == row.Id)
            .Set(stored => stored.AuthorizationUrl, endpoints.AuthorizationUrl)
            .Set(stored => stored.TokenUrl, endpoints.TokenUrl)
            .Set(stored => stored.JwksUrl, endpoints.JwksUrl)
            .Set(stored => stored.TokenAudience, endpoints.TokenAudience)
            .UpdateAsync().ConfigureAwait(false);
        return (SaveOutcome.Replaced, client with { Endpoints = endpoints });
    }

    // As in DeploymentQueries, FOR UPDATE could deadlock with another program's insert of a deployment.
    private static Task<ClientRow?> LockAsync(StorageContext context, LaunchKey key)
        => context.Table<ClientRow>().Where(client => client.Issuer == key.Issuer && client.ClientId == key.ClientId)
            .AsPostgreSQL().ForNoKeyUpdateHint().FirstOrDefaultAsync();
}
