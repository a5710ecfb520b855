using System.Security.Cryptography;
using System.Text;
using Lti.Storage.Internal;
using Lti.Storage.Internal.Logins;
using Lti.Storage.Internal.Options;
using Microsoft.Extensions.Options;

namespace Lti.Storage;

/// <summary>Checks the arguments of every call and passes it to the provider: the base class of a provider.</summary>
/// <remarks>
/// <para>
/// It rejects invalid input (contract rule E2) and cancelled tokens (rule E5), and fills in default lifetimes. Every provider derives from
/// it, so all providers reject the same input before anything is sent or stored.
/// </para>
/// <para>
/// The arguments of a <c>Core</c> method are valid: identifiers and endpoints are within their limits and lifetimes are positive. Documents
/// are storable and compact. Each <c>Core</c> method keeps the rules of the interface member that calls it.
/// </para>
/// </remarks>
public abstract class LtiStorageProvider : ILtiStorage, IDisposable
{
    /// <summary>Checks and copies the options.</summary>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="timeProvider">The caller's clock (rule E7). Null means the system clock.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range. The message names the range.</exception>
    protected LtiStorageProvider(LtiStorageOptions? options = null, TimeProvider? timeProvider = null)
    {
        Options = new LtiStorageOptionsValidator().Require(options?.Copy() ?? new LtiStorageOptions());
        TimeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The kind of database for traces and metrics. Default: <c>other_sql</c>.</summary>
    /// <remarks>
    /// It is the value of <c>db.system.name</c> in OpenTelemetry's conventions, such as <c>postgresql</c>. Without a value there, use a
    /// name of your own. Every storage of a provider has the same value. It must not contain connection data. The conventions use
    /// <c>other_sql</c> for a database without a name.
    /// </remarks>
    public virtual string DatabaseSystemName => "other_sql";

    /// <summary>The name of the storage for metrics, traces and logs. Null if it has none.</summary>
    /// <remarks>It is <see cref="LtiStorageOptions.Name"/>.</remarks>
    public string? Name => Options.Name;

    /// <summary>Gets whether the storage refuses unprotected secrets.</summary>
    internal bool RequiresProtection => !Options.AllowUnprotectedSecrets;

    /// <summary>The storage's own copy of the options. Do not change it.</summary>
    protected LtiStorageOptions Options { get; }

    /// <summary>The caller's clock. It is used for the expiries that callers get (rule E7).</summary>
    protected TimeProvider TimeProvider { get; }

    /// <inheritdoc/>
    public IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ListClientsCoreAsync(after, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiClient?> FindClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiClient?>(cancellationToken)
            : FindClientCoreAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(ClientKey id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<ClientWithDeployments?>(cancellationToken)
            : FindClientWithDeploymentsCoreAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(issuer);
        Input.RequireIdentifier(clientId);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiClient?>(cancellationToken)
            : FindClientCoreAsync(issuer, clientId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
        string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(issuer);
        Input.RequireOptionalIdentifier(deploymentId);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<IReadOnlyList<LtiClient>>(cancellationToken)
            : FindClientsCoreAsync(issuer, deploymentId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        Input.RequireIdentifier(client.Name);
        Input.RequireIdentifier(client.Issuer);
        Input.RequireIdentifier(client.ClientId);
        Input.RequireEndpoints(client.Endpoints);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiClient>(cancellationToken)
            : AddClientCoreAsync(client, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        Input.RequireOptionalIdentifier(update.Name);
        Input.RequireOptionalIdentifier(update.Issuer);
        Input.RequireOptionalIdentifier(update.ClientId);
        Input.RequireOptionalEndpoint(update.AuthorizationUrl);
        Input.RequireOptionalEndpoint(update.TokenUrl);
        Input.RequireOptionalEndpoint(update.JwksUrl);
        Input.RequireTokenAudience(update.TokenAudience.Value, "update.TokenAudience");
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiClient>(cancellationToken)
            : UpdateClientCoreAsync(id, update, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : DeleteClientCoreAsync(id, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
        ClientKey clientKey,
        DeploymentKey? after = null,
        DeploymentStatus? status = null,
        CancellationToken cancellationToken = default)
    {
        RequireOptionalStatus(status, nameof(status));
        cancellationToken.ThrowIfCancellationRequested();
        return ListDeploymentsCoreAsync(clientKey, after, status, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiDeployment?> FindDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiDeployment?>(cancellationToken)
            : FindDeploymentCoreAsync(clientKey, id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LtiDeployment?> FindDeploymentByPlatformIdAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(deploymentId);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiDeployment?>(cancellationToken)
            : FindDeploymentByPlatformIdCoreAsync(clientKey, deploymentId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiDeployment> AddDeploymentAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        Input.RequireIdentifier(deployment.DeploymentId);
        Input.RequireDefined(deployment.Status);
        Input.RequireText(deployment.Name, LtiLimits.MaxIdentifierLength);
        Input.RequireText(deployment.Description, LtiLimits.MaxDescriptionLength);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiDeployment>(cancellationToken)
            : AddDeploymentCoreAsync(clientKey, deployment, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey,
        string deploymentId,
        DeploymentStatus status = DeploymentStatus.Active,
        CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(deploymentId);
        Input.RequireDefined(status);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiDeployment>(cancellationToken)
            : EnsureDeploymentCoreAsync(clientKey, deploymentId, status, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiDeployment> UpdateDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        Input.RequireOptionalIdentifier(update.DeploymentId);
        RequireOptionalStatus(update.Status, "update.Status");
        RequireOptionalStatus(update.ExpectedStatus, "update.ExpectedStatus");
        Input.RequireText(update.Name.Value, LtiLimits.MaxIdentifierLength, "update.Name");
        Input.RequireText(update.Description.Value, LtiLimits.MaxDescriptionLength, "update.Description");
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiDeployment>(cancellationToken)
            : UpdateDeploymentCoreAsync(clientKey, id, update, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteDeploymentAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : DeleteDeploymentCoreAsync(clientKey, id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ResolvedLogin> ResolveLoginAsync(
        string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
        => LoginResolution.ResolveAsync(this, issuer, clientId, deploymentId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(login);
        var lives = LifetimeOr(lifetime, Options.NonceLifetime);
        var storable = login.ToStorable(nameof(login));
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : BeginLoginCoreAsync(storable, lives, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(state);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiLogin?>(cancellationToken)
            : FindLoginCoreAsync(state, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
    {
        RequireKey(key);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiLaunch>(cancellationToken)
            : FindLaunchCoreAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key,
        LtiEndpoints endpoints,
        ExistingEndpoints existing = ExistingEndpoints.Refuse,
        CancellationToken cancellationToken = default)
    {
        RequireKey(key);
        Input.RequireEndpoints(endpoints);
        Input.RequireDefined(existing);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<SavedLaunchConfig>(cancellationToken)
            : SaveLaunchConfigCoreAsync(key, endpoints, existing, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(nonce);
        var lives = LifetimeOr(lifetime, Options.NonceLifetime);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : StoreNonceCoreAsync(nonce, lives, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(nonce);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<NonceOutcome>(cancellationToken)
            : ConsumeNonceCoreAsync(nonce, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(nonce);
        var lives = LifetimeOr(lifetime, Options.NonceLifetime);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : ClaimNonceCoreAsync(nonce, lives, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var lives = LifetimeOr(lifetime, Options.SessionLifetime);
        var storable = session.ToStorable(Options.MaxDocumentBytes, nameof(session));
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : AddSessionCoreAsync(storable, lives, cancellationToken);
    }

    /// <summary>Returns a session that was just added as a find returns it.</summary>
    /// <remarks>For caches. The session has its stored form and its expiry (rules S1 and E7). The call reads and stores nothing.</remarks>
    /// <param name="session">The session as it was added.</param>
    /// <param name="before">The caller's time just before the call that added it.</param>
    /// <param name="lifetime">The lifetime of that call. Null means <see cref="LtiStorageOptions.SessionLifetime"/>.</param>
    /// <returns>The stored session.</returns>
    /// <exception cref="ArgumentException">The session or the lifetime breaks the input limits (rule E2).</exception>
    public LtiSession GetStoredForm(LtiSession session, DateTimeOffset before, TimeSpan? lifetime = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        var expiresAt = before + LifetimeOr(lifetime, Options.SessionLifetime);
        return session.ToStorable(Options.MaxDocumentBytes, nameof(session)) with { ExpiresAt = expiresAt };
    }

    /// <inheritdoc/>
    public ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiSession?>(cancellationToken)
            : FindSessionCoreAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        var lives = LifetimeOr(lifetime, Options.SessionLifetime);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : RenewSessionCoreAsync(id, lives, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : DeleteSessionCoreAsync(id, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionSummary> ListSessionsAsync(
        SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
    {
        RequireFilter(filter);
        cancellationToken.ThrowIfCancellationRequested();
        return ListSessionsCoreAsync(filter, after, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
    {
        RequireFilter(filter);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<long>(cancellationToken)
            : DeleteSessionsCoreAsync(filter, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask SaveRegistrationSessionAsync(
        LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        var lives = LifetimeOr(lifetime, Options.RegistrationSessionLifetime);
        var storable = session.ToStorable(TimeProvider.GetUtcNow() + lives, Options.MaxDocumentBytes, nameof(session));
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : SaveRegistrationSessionCoreAsync(storable, lives, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiRegistrationSession?>(cancellationToken)
            : FindRegistrationSessionCoreAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<LtiRegistrationSession?>(cancellationToken)
            : ConsumeRegistrationSessionCoreAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : DeleteRegistrationSessionCoreAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        Input.RequireIdentifier(nonce);
        ArgumentNullException.ThrowIfNull(session);
        var lives = LifetimeOr(lifetime, Options.SessionLifetime);
        var storable = session.ToStorable(Options.MaxDocumentBytes, nameof(session));
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<NonceOutcome>(cancellationToken)
            : CompleteLaunchCoreAsync(nonce, storable, lives, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<NonceOutcome> CompleteLaunchAsync(
        LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(login);
        Input.RequireIdentifier(login.State);
        Input.RequireIdentifier(login.Nonce);
        ArgumentNullException.ThrowIfNull(session);
        var lives = LifetimeOr(lifetime, Options.SessionLifetime);
        var storable = session.ToStorable(Options.MaxDocumentBytes, nameof(session));
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<NonceOutcome>(cancellationToken)
            : CompleteLaunchCoreAsync(login, storable, lives, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<CleanupResult>(cancellationToken)
            : CleanupCoreAsync(cancellationToken);

    /// <summary>Releases the provider's resources.</summary>
    /// <remarks>Later calls do nothing (rule E10: disposal is repeatable).</remarks>
    /// <returns>A task that ends when they are released.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs <see cref="DisposeAsync"/> and waits for it.</summary>
    /// <remarks>For containers that are disposed synchronously.</remarks>
    public void Dispose()
    {
        SynchronousDisposal.Run(this);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="IClientStore.ListClientsAsync"/>
    protected abstract IAsyncEnumerable<LtiClient> ListClientsCoreAsync(ClientKey? after, CancellationToken cancellationToken);

    /// <inheritdoc cref="IClientStore.FindClientAsync(ClientKey, CancellationToken)"/>
    protected abstract ValueTask<LtiClient?> FindClientCoreAsync(ClientKey id, CancellationToken cancellationToken);

    /// <inheritdoc cref="IClientStore.FindClientWithDeploymentsAsync"/>
    protected abstract ValueTask<ClientWithDeployments?> FindClientWithDeploymentsCoreAsync(
        ClientKey id, CancellationToken cancellationToken);

    /// <inheritdoc cref="IClientStore.FindClientsAsync"/>
    protected abstract ValueTask<IReadOnlyList<LtiClient>> FindClientsCoreAsync(
        string issuer, string? deploymentId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IClientStore.FindClientAsync(string, string, CancellationToken)"/>
    protected abstract ValueTask<LtiClient?> FindClientCoreAsync(string issuer, string clientId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IClientStore.AddClientAsync"/>
    protected abstract ValueTask<LtiClient> AddClientCoreAsync(NewClient client, CancellationToken cancellationToken);

    /// <inheritdoc cref="IClientStore.UpdateClientAsync"/>
    protected abstract ValueTask<LtiClient> UpdateClientCoreAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken);

    /// <inheritdoc cref="IClientStore.DeleteClientAsync"/>
    protected abstract ValueTask<bool> DeleteClientCoreAsync(ClientKey id, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDeploymentStore.ListDeploymentsAsync"/>
    protected abstract IAsyncEnumerable<LtiDeployment> ListDeploymentsCoreAsync(
        ClientKey clientKey, DeploymentKey? after, DeploymentStatus? status, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDeploymentStore.FindDeploymentAsync"/>
    protected abstract ValueTask<LtiDeployment?> FindDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDeploymentStore.FindDeploymentByPlatformIdAsync"/>
    protected abstract ValueTask<LtiDeployment?> FindDeploymentByPlatformIdCoreAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDeploymentStore.AddDeploymentAsync"/>
    protected abstract ValueTask<LtiDeployment> AddDeploymentCoreAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDeploymentStore.EnsureDeploymentAsync"/>
    protected abstract ValueTask<LtiDeployment> EnsureDeploymentCoreAsync(
        ClientKey clientKey, string deploymentId, DeploymentStatus status, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDeploymentStore.UpdateDeploymentAsync"/>
    protected abstract ValueTask<LtiDeployment> UpdateDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDeploymentStore.DeleteDeploymentAsync"/>
    protected abstract ValueTask<bool> DeleteDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken);

    /// <inheritdoc cref="ILoginStore.BeginLoginAsync"/>
    protected abstract ValueTask BeginLoginCoreAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <inheritdoc cref="ILoginStore.FindLoginAsync"/>
    protected abstract ValueTask<LtiLogin?> FindLoginCoreAsync(string state, CancellationToken cancellationToken);

    /// <inheritdoc cref="ILaunchStore.FindLaunchAsync"/>
    /// <remarks><see cref="LtiLaunch.Decide"/> turns the stored rows into the outcome.</remarks>
    protected abstract ValueTask<LtiLaunch> FindLaunchCoreAsync(LaunchKey key, CancellationToken cancellationToken);

    /// <inheritdoc cref="ILaunchStore.SaveLaunchConfigAsync"/>
    protected abstract ValueTask<SavedLaunchConfig> SaveLaunchConfigCoreAsync(
        LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing, CancellationToken cancellationToken);

    /// <inheritdoc cref="INonceStore.StoreNonceAsync"/>
    protected abstract ValueTask StoreNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <inheritdoc cref="INonceStore.ConsumeNonceAsync"/>
    protected abstract ValueTask<NonceOutcome> ConsumeNonceCoreAsync(string nonce, CancellationToken cancellationToken);

    /// <inheritdoc cref="INonceStore.ClaimNonceAsync"/>
    protected abstract ValueTask<bool> ClaimNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISessionStore.AddSessionAsync"/>
    protected abstract ValueTask AddSessionCoreAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISessionStore.FindSessionAsync"/>
    protected abstract ValueTask<LtiSession?> FindSessionCoreAsync(Guid id, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISessionStore.RenewSessionAsync"/>
    protected abstract ValueTask<bool> RenewSessionCoreAsync(Guid id, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISessionStore.DeleteSessionAsync"/>
    protected abstract ValueTask<bool> DeleteSessionCoreAsync(Guid id, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISessionStore.ListSessionsAsync"/>
    protected abstract IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(
        SessionFilter filter, Guid? after, CancellationToken cancellationToken);

    /// <inheritdoc cref="ISessionStore.DeleteSessionsAsync"/>
    protected abstract ValueTask<long> DeleteSessionsCoreAsync(SessionFilter filter, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRegistrationSessionStore.SaveRegistrationSessionAsync"/>
    protected abstract ValueTask SaveRegistrationSessionCoreAsync(
        LtiRegistrationSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRegistrationSessionStore.FindRegistrationSessionAsync"/>
    protected abstract ValueTask<LtiRegistrationSession?> FindRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRegistrationSessionStore.ConsumeRegistrationSessionAsync"/>
    protected abstract ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRegistrationSessionStore.DeleteRegistrationSessionAsync"/>
    protected abstract ValueTask<bool> DeleteRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken);

    /// <inheritdoc cref="ILtiStorage.CompleteLaunchAsync(string, LtiSession, TimeSpan?, CancellationToken)"/>
    protected abstract ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <inheritdoc cref="ILtiStorage.CompleteLaunchAsync(LtiLogin, LtiSession, TimeSpan?, CancellationToken)"/>
    protected abstract ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <inheritdoc cref="ILtiStorage.CleanupAsync"/>
    protected abstract ValueTask<CleanupResult> CleanupCoreAsync(CancellationToken cancellationToken);

    /// <summary>Checks a tool key that is to be stored. A provider that implements <see cref="IToolKeyStorage"/> calls it first.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="ArgumentException">The id is not within the limits, or a part is empty or over 64 KiB.</exception>
    /// <exception cref="LtiSecretException">
    /// The private part is unprotected and <see cref="LtiStorageOptions.AllowUnprotectedSecrets"/> is false.
    /// </exception>
    protected void RequireStorableToolKey(NewToolKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        RequireToolKeyId(key.KeyId);
        Input.RequireKeyPart(key.PublicKey);
        Input.RequireKeyPart(key.PrivateKey?.Bytes ?? default);
        if (!key.PrivateKey!.IsProtected && !Options.AllowUnprotectedSecrets)
        {
            throw LtiSecretException.ForUnprotectedToolKey(key.KeyId);
        }
    }

    /// <summary>Checks the id of a tool key. A provider that implements <see cref="IToolKeyStorage"/> calls it first.</summary>
    /// <param name="keyId">The id.</param>
    /// <exception cref="ArgumentException">
    /// The id is null, empty or over 255 UTF-16 units, or contains U+0000 or a lone surrogate.
    /// </exception>
    protected static void RequireToolKeyId(string keyId) => Input.RequireIdentifier(keyId);

    /// <summary>Checks a period of tool keys. A provider that implements <see cref="IToolKeyStorage"/> calls it first.</summary>
    /// <param name="period">The period.</param>
    /// <exception cref="ArgumentException">The period is negative or longer than <see cref="LtiLimits.MaxLifetime"/>.</exception>
    protected static void RequireToolKeyPeriod(TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, LtiLimits.MaxLifetime);
    }

    /// <summary>Checks an access token. A provider that implements <see cref="IAccessTokenStorage"/> calls it first.</summary>
    /// <param name="request">The request that the token answers.</param>
    /// <param name="leaseId">The id of the lease.</param>
    /// <param name="token">The token.</param>
    /// <exception cref="ArgumentException">A value breaks the input limits (rule E2).</exception>
    /// <exception cref="LtiSecretException">
    /// The token is unprotected and <see cref="LtiStorageOptions.AllowUnprotectedSecrets"/> is false.
    /// </exception>
    protected void RequireStorableAccessToken(AccessTokenRequest request, Guid leaseId, NewAccessToken token)
    {
        RequireAccessTokenId(request, leaseId);
        ArgumentNullException.ThrowIfNull(token);
        RequireAccessTokenId(request, token.TokenId);
        Input.RequireKeyPart(token.Token?.Bytes ?? default);
        Input.RequireLifetime(token.Lifetime);
        if (!token.Token!.IsProtected && !Options.AllowUnprotectedSecrets)
        {
            throw LtiSecretException.ForUnprotectedAccessToken(request.Id);
        }
    }

    /// <summary>Checks a lease. A provider that implements <see cref="IAccessTokenStorage"/> calls it first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="leaseId">The id of the lease.</param>
    /// <param name="leeway">The leeway: zero to <see cref="LtiLimits.MaxLifetime"/>.</param>
    /// <param name="leaseFor">The time of the lease: over zero and at most <see cref="LtiLimits.MaxLifetime"/>.</param>
    /// <exception cref="ArgumentException">A value breaks these limits.</exception>
    protected static void RequireAccessTokenLease(AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor)
    {
        RequireAccessTokenId(request, leaseId);
        RequireAccessTokenPeriod(leeway);
        Input.RequireLifetime(leaseFor);
    }

    /// <summary>Checks a request and the id of a lease or token. A provider calls it first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The id.</param>
    /// <exception cref="ArgumentException">The request is null or the id is empty.</exception>
    protected static void RequireAccessTokenId(AccessTokenRequest request, Guid id)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (id == Guid.Empty)
        {
            throw new ArgumentException("The id of a lease or token must not be empty.", nameof(id));
        }
    }

    /// <summary>Checks a period of access tokens. A provider calls it first.</summary>
    /// <param name="period">The period.</param>
    /// <exception cref="ArgumentException">The period is negative or longer than <see cref="LtiLimits.MaxLifetime"/>.</exception>
    protected static void RequireAccessTokenPeriod(TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, LtiLimits.MaxLifetime);
    }

    /// <summary>Checks a lease of a key set. A provider that implements <see cref="IPlatformKeySetStorage"/> calls it first.</summary>
    /// <param name="jwksUrl">The address of the set.</param>
    /// <param name="leaseId">The id of the lease.</param>
    /// <param name="leaseFor">The time of the lease: over zero and at most <see cref="LtiLimits.MaxLifetime"/>.</param>
    /// <returns>The id of the row: SHA-256 of the address in 64 hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">A value breaks the input limits (rule E2).</exception>
    protected static string RequirePlatformKeySetLease(string jwksUrl, Guid leaseId, TimeSpan leaseFor)
    {
        var id = RequirePlatformKeySetId(jwksUrl, leaseId);
        Input.RequireLifetime(leaseFor);
        return id;
    }

    /// <summary>Checks a key keySet. A provider that implements <see cref="IPlatformKeySetStorage"/> calls it first.</summary>
    /// <param name="jwksUrl">The address of the keySet.</param>
    /// <param name="leaseId">The id of the lease.</param>
    /// <param name="keySet">The keySet.</param>
    /// <returns>The id of the row: SHA-256 of the address in 64 hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">A value breaks the input limits (rule E2).</exception>
    protected static string RequireStorablePlatformKeySet(string jwksUrl, Guid leaseId, NewPlatformKeySet keySet)
    {
        var id = RequirePlatformKeySetId(jwksUrl, leaseId);
        ArgumentNullException.ThrowIfNull(keySet);
        RequirePlatformKeySetId(jwksUrl, keySet.SetId);
        if (keySet.Utf8.Length is 0 or > LtiLimits.MaxPlatformKeySetBytes)
        {
            throw new ArgumentException(
                $"The set has {keySet.Utf8.Length} bytes. It must have 1 to {LtiLimits.MaxPlatformKeySetBytes}.", nameof(keySet));
        }

        Input.RequireLifetime(keySet.FreshFor);
        Input.RequireLifetime(keySet.UsableFor);
        RequireAccessTokenPeriod(keySet.RetryAfter);
        return id;
    }

    /// <summary>Checks the end of a lease of a key set. A provider calls it first.</summary>
    /// <param name="jwksUrl">The address of the set.</param>
    /// <param name="leaseId">The id of the lease.</param>
    /// <param name="retryAfter">The time until the next lease: zero to <see cref="LtiLimits.MaxLifetime"/>.</param>
    /// <returns>The id of the row: SHA-256 of the address in 64 hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">A value breaks the input limits (rule E2).</exception>
    protected static string RequirePlatformKeySetRelease(string jwksUrl, Guid leaseId, TimeSpan retryAfter)
    {
        var id = RequirePlatformKeySetId(jwksUrl, leaseId);
        RequireAccessTokenPeriod(retryAfter);
        return id;
    }

    private static string RequirePlatformKeySetId(string jwksUrl, Guid id)
    {
        Input.RequireEndpoint(jwksUrl, nameof(jwksUrl));
        return id != Guid.Empty
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(jwksUrl)))
            : throw new ArgumentException("The id of a lease or set must not be empty.", nameof(id));
    }

    private static void RequireKey(LaunchKey key)
    {
        Input.RequireIdentifier(key.Issuer);
        Input.RequireIdentifier(key.ClientId);
        Input.RequireIdentifier(key.DeploymentId);
    }

    private static void RequireOptionalStatus(DeploymentStatus? status, string parameter)
    {
        if (status is { } given)
        {
            Input.RequireDefined(given, parameter);
        }
    }

    private static void RequireFilter(SessionFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Input.RequireIdentifier(filter.Issuer);
        Input.RequireOptionalIdentifier(filter.ClientId);
        Input.RequireOptionalIdentifier(filter.DeploymentId);
        Input.RequireStorableCharacters(filter.UserId);
        Input.RequireStorableCharacters(filter.ContextId);
    }

    private static TimeSpan LifetimeOr(TimeSpan? lifetime, TimeSpan byDefault)
    {
        if (lifetime is { } given)
        {
            Input.RequireLifetime(given, nameof(lifetime));
        }

        return lifetime ?? byDefault;
    }
}
