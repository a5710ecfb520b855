using System.Diagnostics.Metrics;
using Lti.Storage.Caching.Internal.Changes;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Launches;
using Lti.Storage.Caching.Internal.Metrics;
using Lti.Storage.Caching.Internal.Options;
using Lti.Storage.Caching.Internal.Sessions;
using Lti.Storage.Internal;

namespace Lti.Storage.Caching.Internal;

/// <summary>The decorator: finds use the caches, changes tell them before and after, and all other calls pass through.</summary>
internal sealed class CachingLtiStorage : DelegatingLtiStorage, IInvalidationListener
{
    private readonly CacheCounters _counters;
    private readonly IDisposable? _subscription;

    private CachingLtiStorage(
        ILtiStorage inner, CachingOptions options, IInvalidationSource? invalidation, TimeProvider time, IMeterFactory? meters)
        : base(inner)
    {
        var clock = new Clock(time);
        _counters = new(meters, inner.GetService<LtiStorageProvider>()?.Name);
        Launches = options.CacheLaunchConfigs || options.CacheUnknownLaunches ? new(inner, options, clock, time, _counters) : null;
        Sessions = options.CacheSessions ? new(inner, options, clock, time, _counters) : null;
        _subscription = invalidation?.Subscribe(this);
    }

    public LaunchCache? Launches { get; }

    public SessionCache? Sessions { get; }

    public Meter Meter => _counters.Meter;

    public static CachingLtiStorage Around(
        ILtiStorage inner, CachingOptions? options, IInvalidationSource? invalidation, TimeProvider? time, IMeterFactory? meters)
    {
        options = new CachingOptionsValidator().Require(options?.Copy() ?? new());
        return new(inner, options, invalidation ?? inner.GetService<IInvalidationSource>(), time ?? TimeProvider.System, meters);
    }

    public override ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiLaunchConfig?>(cancellationToken)
            : Launches is null ? Inner.FindLaunchConfigAsync(key, cancellationToken)
            : Launches.FindAsync(key, cancellationToken);

    public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiSession?>(cancellationToken)
            : Sessions is null ? Inner.FindSessionAsync(id, cancellationToken)
            : Sessions.FindAsync(id, cancellationToken);

    public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        => ChangeOf(new ClientName(client?.Issuer, client?.ClientId))
            .RunAsync(() => Inner.AddClientAsync(client!, cancellationToken), cancellationToken);

    public override async ValueTask<LtiClient> UpdateClientAsync(
        Guid id, ClientUpdate update, CancellationToken cancellationToken = default)
    {
        var client = await new Change(() => Launches?.BeginChange(id), End)
            .RunAsync(() => Inner.UpdateClientAsync(id, update, cancellationToken), cancellationToken).ConfigureAwait(false);
        Launches?.Invalidate(new ClientName(client.Issuer, client.ClientId));
        return client;

        // The client may have taken the name of a client that another node has deleted. Only the answer tells the whole name.
        void End(ChangeOutcome outcome)
        {
            if (outcome == ChangeOutcome.Unknown && (update.Issuer ?? update.ClientId) is not null)
            {
                Launches?.InvalidateAll(CachingMetrics.ChangeSource);
            }

            Launches?.EndChange(id, outcome);
        }
    }

    public override ValueTask<bool> DeleteClientAsync(Guid id, CancellationToken cancellationToken = default)
        => ChangeOf(id).RunAsync(() => Inner.DeleteClientAsync(id, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> AddDeploymentAsync(
        Guid clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        => ChangeOf(clientKey).RunAsync(() => Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> EnsureDeploymentAsync(
        Guid clientKey, string deploymentId, CancellationToken cancellationToken = default)
        => ChangeOf(clientKey)
            .RunAsync(() => Inner.EnsureDeploymentAsync(clientKey, deploymentId, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> UpdateDeploymentAsync(
        Guid clientKey, Guid id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        => ChangeOf(clientKey)
            .RunAsync(() => Inner.UpdateDeploymentAsync(clientKey, id, update, cancellationToken), cancellationToken);

    public override ValueTask<bool> DeleteDeploymentAsync(Guid clientKey, Guid id, CancellationToken cancellationToken = default)
        => ChangeOf(clientKey).RunAsync(() => Inner.DeleteDeploymentAsync(clientKey, id, cancellationToken), cancellationToken);

    public override ValueTask<LtiLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key, LtiEndpoints endpoints, CancellationToken cancellationToken = default)
        => ChangeOf(new ClientName(key.Issuer, key.ClientId))
            .RunAsync(() => Inner.SaveLaunchConfigAsync(key, endpoints, cancellationToken), cancellationToken);

    public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => AddingOf(session?.Id).RunAsync(() => Inner.AddSessionAsync(session!, lifetime, cancellationToken), cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => AddingOf(session?.Id)
            .RunAsync(() => Inner.CompleteLaunchAsync(nonce, session!, lifetime, cancellationToken), cancellationToken);

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

    void IInvalidationListener.ClientChanged(Guid clientKey) => Launches?.Invalidate(clientKey, CachingMetrics.ReportSource);

    void IInvalidationListener.SessionDeleted(Guid sessionId) => Sessions?.Invalidate(sessionId, CachingMetrics.ReportSource);

    void IInvalidationListener.EverythingChanged()
    {
        Launches?.InvalidateAll(CachingMetrics.ReportSource);
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
            Launches?.Dispose();
            Sessions?.Dispose();
            _counters.Dispose();
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Change ChangeOf(Guid id) => new(() => Launches?.BeginChange(id), outcome => Launches?.EndChange(id, outcome));

    private Change ChangeOf(ClientName name) => new(() => Launches?.BeginChange(name), outcome => Launches?.EndChange(name, outcome));

    private Change AddingOf(Guid? id)
        => new(() => Sessions?.BeginChange(id ?? Guid.Empty), _ => Sessions?.EndAdding(id ?? Guid.Empty));
}
