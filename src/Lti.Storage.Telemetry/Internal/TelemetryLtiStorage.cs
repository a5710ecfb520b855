using System.Diagnostics.Metrics;
using Lti.Storage.Internal;
using Lti.Storage.Telemetry.Internal.Calls;
using Lti.Storage.Telemetry.Internal.Metrics;
using Lti.Storage.Telemetry.Internal.Options;

namespace Lti.Storage.Telemetry.Internal;

/// <summary>Passes every call on and gives it its name in traces and metrics.</summary>
internal sealed class TelemetryLtiStorage : DelegatingLtiStorage
{
    private const string UnknownSystem = "other_sql";

    private readonly Instruments _instruments;
    private readonly Operations _operations;
    private readonly CallObserver _calls;

    private TelemetryLtiStorage(ILtiStorage inner, Instruments instruments, TimeProvider clock)
        : base(inner)
    {
        _instruments = instruments;
        _operations = new(instruments);
        _calls = new(inner, instruments, clock);
    }

    public Meter Meter => _instruments.Meter;

    public static TelemetryLtiStorage Around(
        ILtiStorage inner, TelemetryOptions? options, IInvalidationSource? invalidation, TimeProvider? clock, Meter meter)
    {
        options = new TelemetryOptionsValidator().Require(options?.Copy() ?? new());
        var provider = inner.GetService<LtiStorageProvider>();
        var tags = new StorageTags(options.DatabaseSystemName ?? provider?.DatabaseSystemName ?? UnknownSystem, provider?.Name);
        var instruments = new Instruments(meter, tags, invalidation ?? inner.GetService<IInvalidationSource>());
        return new(inner, instruments, clock ?? TimeProvider.System);
    }

    public override IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default)
        => _calls.Stream(
            _operations.ListClients,
            after,
            static (inner, after, token) => inner.ListClientsAsync(after, token),
            cancellationToken);

    public override ValueTask<LtiClient?> FindClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(_operations.FindClient, id, static (inner, id, token) => inner.FindClientAsync(id, token), cancellationToken);

    public override ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(
        ClientKey id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.FindClientWithDeployments,
            id,
            static (inner, id, token) => inner.FindClientWithDeploymentsAsync(id, token),
            cancellationToken);

    public override ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.FindClient,
            (issuer, clientId),
            static (inner, of, token) => inner.FindClientAsync(of.issuer, of.clientId, token),
            cancellationToken);

    public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
        string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.FindClients,
            (issuer, deploymentId),
            static (inner, of, token) => inner.FindClientsAsync(of.issuer, of.deploymentId, token),
            cancellationToken);

    public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.AddClient,
            client,
            static (inner, client, token) => inner.AddClientAsync(client, token),
            cancellationToken);

    public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.UpdateClient,
            (id, update),
            static (inner, of, token) => inner.UpdateClientAsync(of.id, of.update, token),
            cancellationToken);

    public override ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.DeleteClient,
            id,
            static (inner, id, token) => inner.DeleteClientAsync(id, token),
            cancellationToken);

    public override IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
        ClientKey clientKey,
        DeploymentKey? after = null,
        DeploymentStatus? status = null,
        CancellationToken cancellationToken = default)
        => _calls.Stream(
            _operations.ListDeployments,
            (clientKey, after, status),
            static (inner, of, token) => inner.ListDeploymentsAsync(of.clientKey, of.after, of.status, token),
            cancellationToken);

    public override ValueTask<LtiDeployment?> FindDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.FindDeployment,
            (clientKey, id),
            static (inner, of, token) => inner.FindDeploymentAsync(of.clientKey, of.id, token),
            cancellationToken);

    public override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.FindDeploymentByPlatformId,
            (clientKey, deploymentId),
            static (inner, of, token) => inner.FindDeploymentByPlatformIdAsync(of.clientKey, of.deploymentId, token),
            cancellationToken);

    public override ValueTask<LtiDeployment> AddDeploymentAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.AddDeployment,
            (clientKey, deployment),
            static (inner, of, token) => inner.AddDeploymentAsync(of.clientKey, of.deployment, token),
            cancellationToken);

    public override ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey,
        string deploymentId,
        DeploymentStatus status = DeploymentStatus.Active,
        CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.EnsureDeployment,
            (clientKey, deploymentId, status),
            static (inner, of, token) => inner.EnsureDeploymentAsync(of.clientKey, of.deploymentId, of.status, token),
            cancellationToken);

    public override ValueTask<LtiDeployment> UpdateDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.UpdateDeployment,
            (clientKey, id, update),
            static (inner, of, token) => inner.UpdateDeploymentAsync(of.clientKey, of.id, of.update, token),
            cancellationToken);

    public override ValueTask<bool> DeleteDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.DeleteDeployment,
            (clientKey, id),
            static (inner, of, token) => inner.DeleteDeploymentAsync(of.clientKey, of.id, token),
            cancellationToken);

    public override ValueTask<ResolvedLogin> ResolveLoginAsync(
        string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.ResolveLogin,
            (issuer, clientId, deploymentId),
            static (inner, of, token) => inner.ResolveLoginAsync(of.issuer, of.clientId, of.deploymentId, token),
            cancellationToken);

    public override ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.BeginLogin,
            (login, lifetime),
            static (inner, of, token) => inner.BeginLoginAsync(of.login, of.lifetime, token),
            cancellationToken);

    public override ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.FindLogin, state, static (inner, state, token) => inner.FindLoginAsync(state, token), cancellationToken);

    public override ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.FindLaunch, key, static (inner, key, token) => inner.FindLaunchAsync(key, token), cancellationToken);

    public override ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key,
        LtiEndpoints endpoints,
        ExistingEndpoints existing = ExistingEndpoints.Refuse,
        CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.SaveLaunchConfig,
            (key, endpoints, existing),
            static (inner, of, token) => inner.SaveLaunchConfigAsync(of.key, of.endpoints, of.existing, token),
            cancellationToken);

    public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.StoreNonce,
            (nonce, lifetime),
            static (inner, of, token) => inner.StoreNonceAsync(of.nonce, of.lifetime, token),
            cancellationToken);

    public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.ConsumeNonce,
            nonce,
            static (inner, nonce, token) => inner.ConsumeNonceAsync(nonce, token),
            cancellationToken);

    public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.ClaimNonce,
            (nonce, lifetime),
            static (inner, of, token) => inner.ClaimNonceAsync(of.nonce, of.lifetime, token),
            cancellationToken);

    public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.AddSession,
            (session, lifetime),
            static (inner, of, token) => inner.AddSessionAsync(of.session, of.lifetime, token),
            cancellationToken);

    public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(_operations.FindSession, id, static (inner, id, token) => inner.FindSessionAsync(id, token), cancellationToken);

    public override ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.RenewSession,
            (id, lifetime),
            static (inner, of, token) => inner.RenewSessionAsync(of.id, of.lifetime, token),
            cancellationToken);

    public override ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.DeleteSession,
            id,
            static (inner, id, token) => inner.DeleteSessionAsync(id, token),
            cancellationToken);

    public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(
        SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
        => _calls.Stream(
            _operations.ListSessions,
            (filter, after),
            static (inner, of, token) => inner.ListSessionsAsync(of.filter, of.after, token),
            cancellationToken);

    public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.DeleteSessions,
            filter,
            static (inner, filter, token) => inner.DeleteSessionsAsync(filter, token),
            cancellationToken);

    public override ValueTask SaveRegistrationSessionAsync(
        LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.SaveRegistrationSession,
            (session, lifetime),
            static (inner, of, token) => inner.SaveRegistrationSessionAsync(of.session, of.lifetime, token),
            cancellationToken);

    public override ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.FindRegistrationSession,
            id,
            static (inner, id, token) => inner.FindRegistrationSessionAsync(id, token),
            cancellationToken);

    public override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(
        Guid id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.ConsumeRegistrationSession,
            id,
            static (inner, id, token) => inner.ConsumeRegistrationSessionAsync(id, token),
            cancellationToken);

    public override ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.DeleteRegistrationSession,
            id,
            static (inner, id, token) => inner.DeleteRegistrationSessionAsync(id, token),
            cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.CompleteLaunch,
            (nonce, session, lifetime),
            static (inner, of, token) => inner.CompleteLaunchAsync(of.nonce, of.session, of.lifetime, token),
            cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => _calls.RunAsync(
            _operations.CompleteLaunch,
            (login, session, lifetime),
            static (inner, of, token) => inner.CompleteLaunchAsync(of.login, of.session, of.lifetime, token),
            cancellationToken);

    public override ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        => _calls.RunAsync(_operations.Cleanup, default(None), static (inner, _, token) => inner.CleanupAsync(token), cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _instruments.Dispose();
        return base.DisposeAsync();
    }
}
