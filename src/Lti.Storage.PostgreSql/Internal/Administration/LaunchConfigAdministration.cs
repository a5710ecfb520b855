using LinqToDB;
using LinqToDB.Async;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Administration;

/// <summary>Rule L4. Finding a launch configuration is a hot statement.</summary>
internal sealed class LaunchConfigAdministration(QueryRunner queries, DeploymentAdministration deployments, TimeProvider clock)
{
    public async ValueTask<LtiLaunchConfig> SaveAsync(LaunchKey key, PlatformEndpoints endpoints, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                var client = await SaveClientAsync(context, key, endpoints).ConfigureAwait(false);
                var deployment = await deployments.EnsureRowAsync(context, client, key.DeploymentId).ConfigureAwait(false);
                return new LtiLaunchConfig
                {
                    LtiClientId = client,
                    LtiDeploymentId = deployment.Id,
                    Issuer = key.Issuer,
                    ClientId = key.ClientId,
                    DeploymentId = deployment.DeploymentId,
                    Endpoints = endpoints,
                    Match = LaunchConfigMatch.Exact,
                };
            },
            RetrySafety.Idempotent,
            cancellationToken).ConfigureAwait(false);

    /// <summary>Creates the client or replaces its endpoints; either way its row is locked then.</summary>
    private async Task<Guid> SaveClientAsync(StorageContext context, LaunchKey key, PlatformEndpoints endpoints)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await context.Clients.InsertOrUpdateAsync(
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
            _ => new ClientRow { AuthorizationUrl = endpoints.AuthorizationUrl, TokenUrl = endpoints.TokenUrl, JwksUrl = endpoints.JwksUrl },
            () => new ClientRow { Issuer = key.Issuer, ClientId = key.ClientId }).ConfigureAwait(false);
        return await context.Clients
            .Where(client => client.Issuer == key.Issuer && client.ClientId == key.ClientId)
            .Select(client => client.Id)
            .SingleAsync().ConfigureAwait(false);
    }
}
