using Lti.Storage.Internal;
using Lti.Storage.Internal.Logins;

namespace Lti.Storage;

/// <summary>Passes every call on to the storage that it wraps: the base class of a decorator.</summary>
/// <remarks>Override the operations that the decorator changes. Disposing the decorator disposes the inner storage.</remarks>
public abstract class DelegatingLtiStorage : ILtiStorage, IDisposable
{
    private int _disposals;

    /// <summary>Wraps a storage.</summary>
    /// <param name="inner">The storage that receives the calls.</param>
    protected DelegatingLtiStorage(ILtiStorage inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>The storage that receives the calls.</summary>
    protected internal ILtiStorage Inner { get; }

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default)
        => Inner.ListClientsAsync(after, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiClient?> FindClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => Inner.FindClientAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(
        ClientKey id, CancellationToken cancellationToken = default)
        => Inner.FindClientWithDeploymentsAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
        => Inner.FindClientAsync(issuer, clientId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
        string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
        => Inner.FindClientsAsync(issuer, deploymentId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        => Inner.AddClientAsync(client, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
        => Inner.UpdateClientAsync(id, update, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => Inner.DeleteClientAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
        ClientKey clientKey,
        DeploymentKey? after = null,
        DeploymentStatus? status = null,
        CancellationToken cancellationToken = default)
        => Inner.ListDeploymentsAsync(clientKey, after, status, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiDeployment?> FindDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => Inner.FindDeploymentAsync(clientKey, id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiDeployment?> FindDeploymentByPlatformIdAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken = default)
        => Inner.FindDeploymentByPlatformIdAsync(clientKey, deploymentId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiDeployment> AddDeploymentAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        => Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey,
        string deploymentId,
        DeploymentStatus status = DeploymentStatus.Active,
        CancellationToken cancellationToken = default)
        => Inner.EnsureDeploymentAsync(clientKey, deploymentId, status, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiDeployment> UpdateDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        => Inner.UpdateDeploymentAsync(clientKey, id, update, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> DeleteDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => Inner.DeleteDeploymentAsync(clientKey, id, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The resolution goes through the finds of this decorator.</remarks>
    public virtual ValueTask<ResolvedLogin> ResolveLoginAsync(
        string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
        => LoginResolution.ResolveAsync(this, issuer, clientId, deploymentId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.BeginLoginAsync(login, lifetime, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
        => Inner.FindLoginAsync(state, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        => Inner.FindLaunchAsync(key, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key,
        LtiEndpoints endpoints,
        ExistingEndpoints existing = ExistingEndpoints.Refuse,
        CancellationToken cancellationToken = default)
        => Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.StoreNonceAsync(nonce, lifetime, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
        => Inner.ConsumeNonceAsync(nonce, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.ClaimNonceAsync(nonce, lifetime, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.AddSessionAsync(session, lifetime, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => Inner.FindSessionAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.RenewSessionAsync(id, lifetime, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => Inner.DeleteSessionAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<SessionSummary> ListSessionsAsync(
        SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
        => Inner.ListSessionsAsync(filter, after, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
        => Inner.DeleteSessionsAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask SaveRegistrationSessionAsync(
        LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.SaveRegistrationSessionAsync(session, lifetime, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => Inner.FindRegistrationSessionAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(
        Guid id, CancellationToken cancellationToken = default)
        => Inner.ConsumeRegistrationSessionAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => Inner.DeleteRegistrationSessionAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<NonceOutcome> CompleteLaunchAsync(
        LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.CompleteLaunchAsync(login, session, lifetime, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        => Inner.CleanupAsync(cancellationToken);

    /// <summary>Disposes the inner storage.</summary>
    /// <remarks>Later calls do nothing: the inner storage is disposed once (rule E10).</remarks>
    /// <returns>A task that ends when the inner storage is disposed.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Interlocked.Exchange(ref _disposals, 1) == 0 ? Inner.DisposeAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Runs <see cref="DisposeAsync"/> and waits for it.</summary>
    /// <remarks>For containers that are disposed synchronously.</remarks>
    public void Dispose()
    {
        SynchronousDisposal.Run(this);
        GC.SuppressFinalize(this);
    }
}
