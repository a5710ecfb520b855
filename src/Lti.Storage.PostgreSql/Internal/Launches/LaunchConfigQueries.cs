using LinqToDB;
using LinqToDB.Async;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Deployments;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Linq;

namespace Lti.Storage.PostgreSql.Internal.Launches;

/// <summary>Saves launch configurations (rule L4). <see cref="LaunchStatements"/> finds them.</summary>
internal sealed class LaunchConfigQueries(QueryRunner queries, DeploymentQueries deployments, TimeProvider clock)
{
    public async ValueTask<LtiLaunchConfig> SaveAsync(LaunchKey key, LtiEndpoints endpoints, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                var client = await SaveClientAsync(context, key, endpoints).ConfigureAwait(false);
                var deployment = await deployments.EnsureRowAsync(context, client, key.DeploymentId).ConfigureAwait(false);
                return new LtiLaunchConfig
                {
                    ClientKey = client,
                    DeploymentKey = new(deployment.Id),
                    Issuer = key.Issuer,
                    ClientId = key.ClientId,
                    DeploymentId = deployment.DeploymentId,
                    Endpoints = endpoints,
                    Match = LaunchConfigMatch.Exact,
                };
            },
            RetrySafety.Idempotent,
            cancellationToken).ConfigureAwait(false);

    /// <summary>Creates the client or replaces its endpoints, and so locks its row.</summary>
    private async Task<ClientKey> SaveClientAsync(StorageContext context, LaunchKey key, LtiEndpoints endpoints)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
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
            },
            _ => new ClientRow
            {
                AuthorizationUrl = endpoints.AuthorizationUrl,
                TokenUrl = endpoints.TokenUrl,
                JwksUrl = endpoints.JwksUrl,
            },
            () => new ClientRow { Issuer = key.Issuer, ClientId = key.ClientId }).ConfigureAwait(false);
        return new(await context.Table<ClientRow>()
            .Where(client => client.Issuer == key.Issuer && client.ClientId == key.ClientId)
            .Select(client => client.Id)
            .SingleAsync().ConfigureAwait(false));
    }
}
