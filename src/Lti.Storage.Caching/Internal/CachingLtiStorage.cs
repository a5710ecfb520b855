using System.Diagnostics.Metrics;
using Lti.Storage.Caching.Internal.Answers;
using Lti.Storage.Caching.Internal.Changes;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Metrics;
using Lti.Storage.Caching.Internal.Options;
using Lti.Storage.Caching.Internal.Sessions;
using Lti.Storage.Internal;

namespace Lti.Storage.Caching.Internal;

/// <summary>The decorator: finds use the caches, changes tell them before and after, and all other calls pass through.</summary>
internal sealed class CachingLtiStorage : DelegatingLtiStorage, IInvalidationListener
{
    private readonly CacheCounters _counters;
    private readonly LtiStorageProvider? _provider;
    private readonly TimeProvider _time;
    private readonly IDisposable? _subscription;

    private CachingLtiStorage(
        ILtiStorage inner, CachingOptions options, IInvalidationSource? invalidation, TimeProvider time, IMeterFactory? meters)
        : base(inner)
    {
        var clock = new Clock(time);
        _provider = inner.GetService<LtiStorageProvider>();
        _counters = new(meters, _provider?.Name);
        Clients = options.CacheLaunchConfigs || options.CacheUnknownLaunches ? new(inner, options, clock, time, _counters) : null;
        Sessions = options.CacheSessions ? new(inner, options, clock, time, _counters) : null;
        _time = time;
        _subscription = invalidation?.Subscribe(this);
    }

    public ClientCaches? Clients { get; }

    public SessionCache? Sessions { get; }

    public Meter Meter => _counters.Meter;

    public static CachingLtiStorage Around(
        ILtiStorage inner, CachingOptions? options, IInvalidationSource? invalidation, TimeProvider? time, IMeterFactory? meters)
    {
        options = new CachingOptionsValidator().Require(options?.Copy() ?? new());
        return new(inner, options, invalidation ?? inner.GetService<IInvalidationSource>(), time ?? TimeProvider.System, meters);
    }

    public override ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiClient?>(cancellationToken)
            : Clients is null ? Inner.FindClientAsync(issuer, clientId, cancellationToken)
            : Clients.Clients.FindAsync(new(issuer, clientId), cancellationToken);

    public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
        string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<IReadOnlyList<LtiClient>>(cancellationToken)
            : Clients is null ? Inner.FindClientsAsync(issuer, deploymentId, cancellationToken)
            : Clients.Lists.FindAsync(new(issuer, deploymentId), cancellationToken);

    public override ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiLaunch>(cancellationToken)
            : Clients is null ? Inner.FindLaunchAsync(key, cancellationToken)
            : Clients.Launches.FindAsync(new(key), cancellationToken);

    public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiSession?>(cancellationToken)
            : Sessions is null ? Inner.FindSessionAsync(id, cancellationToken)
            : Sessions.FindAsync(id, cancellationToken);

    public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        => ChangeOf(new ClientName(client?.Issuer, client?.ClientId))
            .RunAsync(() => Inner.AddClientAsync(client!, cancellationToken), cancellationToken);

    public override async ValueTask<LtiClient> UpdateClientAsync(
        ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
    {
        var client = await new Change(() => Clients?.Changes.Begin(id), End)
            .RunAsync(() => Inner.UpdateClientAsync(id, update, cancellationToken), cancellationToken).ConfigureAwait(false);
        Clients?.Changes.Invalidate(new ClientName(client.Issuer, client.ClientId));
        return client;

        // The client may have taken the name of a client that another node has deleted. Only the answer tells the whole name.
        void End(ChangeOutcome outcome)
        {
            if (outcome == ChangeOutcome.Unknown && (update.Issuer ?? update.ClientId) is not null)
            {
                Clients?.InvalidateAll(CachingMetrics.ChangeSource);
            }

            Clients?.Changes.End(id, outcome);
        }
    }

    public override ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => ChangeOf(id).RunAsync(() => Inner.DeleteClientAsync(id, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> AddDeploymentAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        => ChangeOf(clientKey).RunAsync(() => Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey,
        string deploymentId,
        DeploymentStatus status = DeploymentStatus.Active,
        CancellationToken cancellationToken = default)
        => ChangeOf(clientKey)
            .RunAsync(() => Inner.EnsureDeploymentAsync(clientKey, deploymentId, status, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> UpdateDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        => ChangeOf(clientKey)
            .RunAsync(() => Inner.UpdateDeploymentAsync(clientKey, id, update, cancellationToken), cancellationToken);

    public override ValueTask<bool> DeleteDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => ChangeOf(clientKey).RunAsync(() => Inner.DeleteDeploymentAsync(clientKey, id, cancellationToken), cancellationToken);

    public override ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key,
        LtiEndpoints endpoints,
        ExistingEndpoints existing = ExistingEndpoints.Refuse,
        CancellationToken cancellationToken = default)
        => ChangeOf(new ClientName(key.Issuer, key.ClientId))
            .RunAsync(() => Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken), cancellationToken);

    public override async ValueTask AddSessionAsync(
        LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => await AddAsync(
            session,
            lifetime,
            async () =>
            {
                await Inner.AddSessionAsync(session, lifetime, cancellationToken).ConfigureAwait(false);
                return NonceOutcome.Consumed;
            }).ConfigureAwait(false);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => AddAsync(session, lifetime, () => Inner.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken));

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => AddAsync(session, lifetime, () => Inner.CompleteLaunchAsync(login, session, lifetime, cancellationToken));

    public override ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => new Change(() => Sessions?.BeginChange(id), outcome => Sessions?.EndRenewal(id, outcome))
            .RunAsync(() => Inner.RenewSessionAsync(id, lifetime, cancellationToken), cancellationToken);

    public override ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => new Change(() => Sessions?.BeginChange(id), outcome => Sessions?.EndDeletion(id, outcome))
            .RunAsync(() => Inner.DeleteSessionAsync(id, cancellationToken), cancellationToken);

    // Only their documents tell which cached sessions match. Loading the wanted ones again costs less than reading them all.
    public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
        => new Change(() => Sessions?.BeginDeletionOfMany(), outcome => Sessions?.EndDeletionOfMany(outcome))
            .RunAsync(() => Inner.DeleteSessionsAsync(filter, cancellationToken), cancellationToken);

    void IInvalidationListener.ClientChanged(ClientKey clientKey) => Clients?.Changes.Invalidate(clientKey, CachingMetrics.ReportSource);

    void IInvalidationListener.SessionDeleted(Guid sessionId) => Sessions?.Invalidate(sessionId, CachingMetrics.ReportSource);

    void IInvalidationListener.EverythingChanged()
    {
        Clients?.InvalidateAll(CachingMetrics.ReportSource);
        Sessions?.InvalidateAll(CachingMetrics.ReportSource);
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            _subscription?.Dispose();
        }
        finally
        {
            Clients?.Dispose();
            Sessions?.Dispose();
            _counters.Dispose();
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Change ChangeOf(ClientKey id) => new(() => Clients?.Changes.Begin(id), outcome => Clients?.Changes.End(id, outcome));

    private Change ChangeOf(ClientName name) => new(() => Clients?.Changes.Begin(name), outcome => Clients?.Changes.End(name, outcome));

    /// <summary>Adds a session and keeps it for the page that follows. Only a certain addition is kept.</summary>
    private async ValueTask<NonceOutcome> AddAsync(LtiSession? session, TimeSpan? lifetime, Func<ValueTask<NonceOutcome>> send)
    {
        if (Sessions is null || session is null)
        {
            return await send().ConfigureAwait(false);
        }

        var adding = AddedSession.Create(_provider, session, lifetime, _time);
        var load = Sessions.BeginAdding(session.Id);
        LtiSession? added = null;
        try
        {
            var outcome = await send().ConfigureAwait(false);
            added = outcome == NonceOutcome.Consumed ? adding.Find() : null;
            return outcome;
        }
        finally
        {
            Sessions.EndAdding(session.Id, load, added);
        }
    }
}
