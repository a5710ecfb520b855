using System.Diagnostics.Metrics;
using Lti.Storage.Caching.Internal.Launches;
using Lti.Storage.Caching.Internal.Metrics;
using Lti.Storage.Caching.Internal.Options;
using Lti.Storage.Caching.Internal.Sessions;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Caching.Internal;

/// <summary>The decorator: finds go to the caches, changes tell them before and after, and everything else passes.</summary>
internal sealed class CachingLtiStorage : DelegatingLtiStorage, IInvalidationListener
{
    private readonly Lifetimes _lifetimes;
    private readonly CacheCounters _counters;
    private readonly LaunchCache? _launches;
    private readonly SessionCache? _sessions;
    private readonly IDisposable? _subscription;

    private CachingLtiStorage(ILtiStorage inner, CachingOptions options, IInvalidationSource? invalidation, TimeProvider clock, Meter meter)
        : base(inner)
    {
        _lifetimes = new(clock, options.Jitter);
        _counters = new(meter);
        _launches = options.CacheLaunchConfigs || options.CacheUnknownLaunches ? new(inner, options, _lifetimes, clock, _counters) : null;
        _sessions = options.CacheSessions ? new(inner, options, _lifetimes, clock, _counters) : null;
        _subscription = invalidation?.Subscribe(this);
    }

    public LaunchCache? Launches => _launches;

    public SessionCache? Sessions => _sessions;

    public Meter Meter => _counters.Meter;

    public static CachingLtiStorage Around(ILtiStorage inner, CachingOptions? options, IInvalidationSource? invalidation, TimeProvider? clock, Meter meter)
    {
        options = options?.Copy() ?? new();
        var result = new CachingOptionsValidator().Validate(name: null, options);
        return result.Failed
            ? throw new OptionsValidationException(nameof(CachingOptions), typeof(CachingOptions), result.Failures)
            : new(inner, options, invalidation ?? inner.FindLayer<IInvalidationSource>(), clock ?? TimeProvider.System, meter);
    }

    public override ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiLaunchConfig?>(cancellationToken)
            : _launches is null ? Inner.FindLaunchConfigAsync(key, cancellationToken)
            : _launches.FindAsync(key, cancellationToken);

    public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<LtiSession?>(cancellationToken)
            : _sessions is null ? Inner.FindSessionAsync(id, cancellationToken)
            : _sessions.FindAsync(id, cancellationToken);

    public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        => Of(client?.Issuer, client?.ClientId).RunAsync(() => Inner.AddClientAsync(client!, cancellationToken), cancellationToken);

    public override async ValueTask<LtiClient> UpdateClientAsync(Guid id, ClientUpdate update, CancellationToken cancellationToken = default)
    {
        var client = await OfClient(id).RunAsync(() => Inner.UpdateClientAsync(id, update, cancellationToken), cancellationToken).ConfigureAwait(false);

        // It may have taken the name of a client that another node had deleted, and that is still cached here.
        _launches?.Invalidate(client.Issuer, client.ClientId);
        return client;
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
        => Of(key.Issuer, key.ClientId).RunAsync(() => Inner.SaveLaunchConfigAsync(key, endpoints, cancellationToken), cancellationToken);

    public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => OfSession(session?.Id).RunAsync(() => Inner.AddSessionAsync(session!, lifetime, cancellationToken), cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => OfSession(session?.Id).RunAsync(() => Inner.CompleteLaunchAsync(nonce, session!, lifetime, cancellationToken), cancellationToken);

    public override ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => OfSession(id).RunAsync(() => Inner.RenewSessionAsync(id, lifetime, cancellationToken), cancellationToken);

    public override ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => OfSession(id).RunAsync(() => Inner.DeleteSessionAsync(id, cancellationToken), cancellationToken);

    // Which of the cached sessions match is in their documents; reading a thousand of these costs more than loading those again that are asked for.
    public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
        => new Change(_lifetimes, () => _sessions?.BeginChangeOfAll(), () => _sessions?.EndChangeOfAll())
            .RunAsync(() => Inner.DeleteSessionsAsync(filter, cancellationToken), cancellationToken);

    void IInvalidationListener.ClientChanged(Guid ltiClientId) => _launches?.Invalidate(ltiClientId);

    void IInvalidationListener.SessionDeleted(Guid sessionId) => _sessions?.Invalidate(sessionId);

    void IInvalidationListener.EverythingChanged()
    {
        _launches?.InvalidateAll();
        _sessions?.InvalidateAll();
    }

    public override ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        _counters.Dispose();
        return base.DisposeAsync();
    }

    private Change OfClient(Guid id) => new(_lifetimes, () => _launches?.BeginChange(id), () => _launches?.EndChange(id));

    private Change Of(string? issuer, string? clientId)
        => new(_lifetimes, () => _launches?.BeginChange(issuer, clientId), () => _launches?.EndChange(issuer, clientId));

    private Change OfSession(Guid? id)
        => new(_lifetimes, () => _sessions?.BeginChange(id ?? Guid.Empty), () => _sessions?.EndChange(id ?? Guid.Empty));
}
