using System.Diagnostics.Metrics;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Launches;
using Lti.Storage.Caching.Internal.Metrics;
using Lti.Storage.Caching.Internal.Options;
using Lti.Storage.Caching.Internal.Sessions;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Caching.Internal;

/// <summary>The decorator: finds go to the caches, changes tell them before and after, and everything else passes.</summary>
internal sealed class CachingLtiStorage : DelegatingLtiStorage, IInvalidationListener
{
    private readonly CacheCounters _counters;
    private readonly IDisposable? _subscription;

    // Gone when the storage is disposed: a find then gets whatever the inner storage says to it.
    private volatile LaunchCache? _launches;
    private volatile SessionCache? _sessions;

    private CachingLtiStorage(ILtiStorage inner, CachingOptions options, IInvalidationSource? invalidation, TimeProvider time, IMeterFactory? meters)
        : base(inner)
    {
        var clock = new Clock(time);
        _counters = new(meters);
        _launches = options.CacheLaunchConfigs || options.CacheUnknownLaunches ? new(inner, options, clock, time, _counters) : null;
        _sessions = options.CacheSessions ? new(inner, options, clock, RecentTime.Of(clock, time), time, _counters) : null;
        _subscription = invalidation?.Subscribe(this);
    }

    public LaunchCache? Launches => _launches;

    public SessionCache? Sessions => _sessions;

    public Meter Meter => _counters.Meter;

    public static CachingLtiStorage Around(ILtiStorage inner, CachingOptions? options, IInvalidationSource? invalidation, TimeProvider? time, IMeterFactory? meters)
    {
        options = options?.Copy() ?? new();
        var result = new CachingOptionsValidator().Validate(name: null, options);
        return result.Failed
            ? throw new OptionsValidationException(nameof(CachingOptions), typeof(CachingOptions), result.Failures)
            : new(inner, options, invalidation ?? inner.FindLayer<IInvalidationSource>(), time ?? TimeProvider.System, meters);
    }

    public override ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiLaunchConfig?>(cancellationToken)
            : _launches is { } launches ? launches.FindAsync(key, cancellationToken)
            : Inner.FindLaunchConfigAsync(key, cancellationToken);

    public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiSession?>(cancellationToken)
            : _sessions is { } sessions ? sessions.FindAsync(id, cancellationToken)
            : Inner.FindSessionAsync(id, cancellationToken);

    public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        => OfClient(new ClientName(client?.Issuer, client?.ClientId)).RunAsync(() => Inner.AddClientAsync(client!, cancellationToken), cancellationToken);

    public override async ValueTask<LtiClient> UpdateClientAsync(Guid id, ClientUpdate update, CancellationToken cancellationToken = default)
    {
        var client = await new Change(() => _launches?.BeginChange(id), End).RunAsync(() => Inner.UpdateClientAsync(id, update, cancellationToken), cancellationToken).ConfigureAwait(false);
        _launches?.Invalidate(new ClientName(client.Issuer, client.ClientId));
        return client;

        // It may have taken the name of a client that another node had deleted, and that is still cached here. Which name, only its answer tells.
        void End(ChangeOutcome outcome)
        {
            if (outcome == ChangeOutcome.Unknown && (update.Issuer ?? update.ClientId) is not null)
            {
                _launches?.InvalidateAll(CachingMetrics.ChangeSource);
            }

            _launches?.EndChange(id, outcome);
        }
    }

    public override ValueTask<bool> DeleteClientAsync(Guid id, CancellationToken cancellationToken = default)
        => OfClient(id).RunAsync(() => Inner.DeleteClientAsync(id, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> AddDeploymentAsync(Guid ltiClientId, NewDeployment deployment, CancellationToken cancellationToken = default)
        => OfClient(ltiClientId).RunAsync(() => Inner.AddDeploymentAsync(ltiClientId, deployment, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> EnsureDeploymentAsync(Guid ltiClientId, string deploymentId, CancellationToken cancellationToken = default)
        => OfClient(ltiClientId).RunAsync(() => Inner.EnsureDeploymentAsync(ltiClientId, deploymentId, cancellationToken), cancellationToken);

    public override ValueTask<LtiDeployment> UpdateDeploymentAsync(Guid ltiClientId, Guid id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        => OfClient(ltiClientId).RunAsync(() => Inner.UpdateDeploymentAsync(ltiClientId, id, update, cancellationToken), cancellationToken);

    public override ValueTask<bool> DeleteDeploymentAsync(Guid ltiClientId, Guid id, CancellationToken cancellationToken = default)
        => OfClient(ltiClientId).RunAsync(() => Inner.DeleteDeploymentAsync(ltiClientId, id, cancellationToken), cancellationToken);

    public override ValueTask<LtiLaunchConfig> SaveLaunchConfigAsync(LaunchKey key, PlatformEndpoints endpoints, CancellationToken cancellationToken = default)
        => OfClient(new ClientName(key.Issuer, key.ClientId)).RunAsync(() => Inner.SaveLaunchConfigAsync(key, endpoints, cancellationToken), cancellationToken);

    public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => AddingOf(session?.Id).RunAsync(() => Inner.AddSessionAsync(session!, lifetime, cancellationToken), cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => AddingOf(session?.Id).RunAsync(() => Inner.CompleteLaunchAsync(nonce, session!, lifetime, cancellationToken), cancellationToken);

    public override ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => new Change(() => _sessions?.BeginChange(id), outcome => _sessions?.EndRenewal(id, outcome))
            .RunAsync(() => Inner.RenewSessionAsync(id, lifetime, cancellationToken), cancellationToken);

    public override ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => new Change(() => _sessions?.BeginChange(id), outcome => _sessions?.EndDeletion(id, outcome))
            .RunAsync(() => Inner.DeleteSessionAsync(id, cancellationToken), cancellationToken);

    // Which of the cached sessions match is in their documents; reading a thousand of these costs more than loading those again that are asked for.
    public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
        => new Change(() => _sessions?.BeginDeletionOfMany(), outcome => _sessions?.EndDeletionOfMany(outcome))
            .RunAsync(() => Inner.DeleteSessionsAsync(filter, cancellationToken), cancellationToken);

    void IInvalidationListener.ClientChanged(Guid ltiClientId) => _launches?.Invalidate(ltiClientId);

    void IInvalidationListener.SessionDeleted(Guid sessionId) => _sessions?.Invalidate(sessionId, CachingMetrics.ReportSource);

    void IInvalidationListener.EverythingChanged()
    {
        _launches?.InvalidateAll(CachingMetrics.ReportSource);
        _sessions?.InvalidateAll(CachingMetrics.ReportSource);
    }

    public override ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        _launches = null;
        _sessions = null;
        _counters.Dispose();
        return base.DisposeAsync();
    }

    private Change OfClient(Guid id) => new(() => _launches?.BeginChange(id), outcome => _launches?.EndChange(id, outcome));

    private Change OfClient(ClientName name) => new(() => _launches?.BeginChange(name), outcome => _launches?.EndChange(name, outcome));

    private Change AddingOf(Guid? id) => new(() => _sessions?.BeginChange(id ?? Guid.Empty), _ => _sessions?.EndAdding(id ?? Guid.Empty));
}
