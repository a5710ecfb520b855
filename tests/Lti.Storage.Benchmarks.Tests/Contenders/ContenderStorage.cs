namespace Lti.Storage.Benchmarks.Tests;

/// <summary>Runs hot operations on a contender and all others on the provider with the same tables.</summary>
internal sealed class ContenderStorage(IContender contender, ILtiStorage rest, LtiStorageOptions options, TimeProvider clock)
    : LtiStorageProvider(options, clock)
{
    public override async ValueTask DisposeAsync()
    {
        await rest.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override ValueTask<LtiClient?> FindClientCoreAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => contender.FindClientAsync(issuer, clientId, cancellationToken);

    protected override ValueTask BeginLoginCoreAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
        => contender.BeginLoginAsync(login, lifetime, cancellationToken);

    protected override ValueTask<LtiLogin?> FindLoginCoreAsync(string state, CancellationToken cancellationToken)
        => contender.FindLoginAsync(state, cancellationToken);

    protected override ValueTask<LtiLaunch> FindLaunchCoreAsync(LaunchKey key, CancellationToken cancellationToken)
        => Options.UseDefaultDeployment ? contender.FindLaunchAsync(key, cancellationToken) : rest.FindLaunchAsync(key, cancellationToken);

    protected override ValueTask StoreNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => contender.StoreNonceAsync(nonce, lifetime, cancellationToken);

    protected override ValueTask<NonceOutcome> ConsumeNonceCoreAsync(string nonce, CancellationToken cancellationToken)
        => contender.ConsumeNonceAsync(nonce, cancellationToken);

    protected override ValueTask<bool> ClaimNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => contender.ClaimNonceAsync(nonce, lifetime, cancellationToken);

    protected override ValueTask AddSessionCoreAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => contender.AddSessionAsync(session, lifetime, cancellationToken);

    protected override ValueTask<LtiSession?> FindSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => contender.FindSessionAsync(id, cancellationToken);

    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => contender.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken);

    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => contender.CompleteLaunchAsync(login, session, lifetime, cancellationToken);

    protected override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => contender.ConsumeRegistrationSessionAsync(id, cancellationToken);

    protected override IAsyncEnumerable<LtiClient> ListClientsCoreAsync(ClientKey? after, CancellationToken cancellationToken)
        => rest.ListClientsAsync(after, cancellationToken);

    protected override ValueTask<LtiClient?> FindClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => rest.FindClientAsync(id, cancellationToken);

    protected override ValueTask<ClientWithDeployments?> FindClientWithDeploymentsCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => rest.FindClientWithDeploymentsAsync(id, cancellationToken);

    protected override ValueTask<IReadOnlyList<LtiClient>> FindClientsCoreAsync(string issuer, string? deploymentId, CancellationToken cancellationToken)
        => rest.FindClientsAsync(issuer, deploymentId, cancellationToken);

    protected override ValueTask<LtiClient> AddClientCoreAsync(NewClient client, CancellationToken cancellationToken)
        => rest.AddClientAsync(client, cancellationToken);

    protected override ValueTask<LtiClient> UpdateClientCoreAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken)
        => rest.UpdateClientAsync(id, update, cancellationToken);

    protected override ValueTask<bool> DeleteClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => rest.DeleteClientAsync(id, cancellationToken);

    protected override IAsyncEnumerable<LtiDeployment> ListDeploymentsCoreAsync(
        ClientKey clientKey, DeploymentKey? after, DeploymentStatus? status, CancellationToken cancellationToken)
        => rest.ListDeploymentsAsync(clientKey, after, status, cancellationToken);

    protected override ValueTask<LtiDeployment?> FindDeploymentCoreAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => rest.FindDeploymentAsync(clientKey, id, cancellationToken);

    protected override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdCoreAsync(ClientKey clientKey, string deploymentId, CancellationToken cancellationToken)
        => rest.FindDeploymentByPlatformIdAsync(clientKey, deploymentId, cancellationToken);

    protected override ValueTask<LtiDeployment> AddDeploymentCoreAsync(ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken)
        => rest.AddDeploymentAsync(clientKey, deployment, cancellationToken);

    protected override ValueTask<LtiDeployment> EnsureDeploymentCoreAsync(
        ClientKey clientKey, string deploymentId, DeploymentStatus status, CancellationToken cancellationToken)
        => rest.EnsureDeploymentAsync(clientKey, deploymentId, status, cancellationToken);

    protected override ValueTask<LtiDeployment> UpdateDeploymentCoreAsync(ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken)
        => rest.UpdateDeploymentAsync(clientKey, id, update, cancellationToken);

    protected override ValueTask<bool> DeleteDeploymentCoreAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => rest.DeleteDeploymentAsync(clientKey, id, cancellationToken);

    protected override ValueTask<SavedLaunchConfig> SaveLaunchConfigCoreAsync(
        LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing, CancellationToken cancellationToken)
        => rest.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken);

    protected override ValueTask<bool> RenewSessionCoreAsync(Guid id, TimeSpan lifetime, CancellationToken cancellationToken)
        => rest.RenewSessionAsync(id, lifetime, cancellationToken);

    protected override ValueTask<bool> DeleteSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => contender.DeleteSessionAsync(id, cancellationToken);

    protected override IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(SessionFilter filter, Guid? after, CancellationToken cancellationToken)
        => rest.ListSessionsAsync(filter, after, cancellationToken);

    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionFilter filter, CancellationToken cancellationToken)
        => rest.DeleteSessionsAsync(filter, cancellationToken);

    protected override async ValueTask SaveRegistrationSessionCoreAsync(LtiRegistrationSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => await rest.SaveRegistrationSessionAsync(session, lifetime, cancellationToken).ConfigureAwait(false);

    protected override ValueTask<LtiRegistrationSession?> FindRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => rest.FindRegistrationSessionAsync(id, cancellationToken);

    protected override ValueTask<bool> DeleteRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => rest.DeleteRegistrationSessionAsync(id, cancellationToken);

    protected override ValueTask<CleanupResult> CleanupCoreAsync(CancellationToken cancellationToken)
        => rest.CleanupAsync(cancellationToken);
}
