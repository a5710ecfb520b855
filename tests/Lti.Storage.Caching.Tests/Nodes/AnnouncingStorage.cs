namespace Lti.Storage.Caching.Tests.Nodes;

/// <summary>Reports each change, as a database with notifications does. It wraps the provider directly.</summary>
internal sealed class AnnouncingStorage(ILtiStorage inner, InvalidationHub hub) : DelegatingLtiStorage(inner), IInvalidationSource
{
    public InvalidationState State => hub.State;

    public IDisposable Subscribe(IInvalidationListener listener) => hub.Subscribe(listener);

    public override async ValueTask<LtiClient> UpdateClientAsync(
        ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
    {
        var client = await Inner.UpdateClientAsync(id, update, cancellationToken);
        hub.ClientChanged(id);
        return client;
    }

    public override async ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
    {
        var existed = await Inner.DeleteClientAsync(id, cancellationToken);
        hub.ClientChanged(id);
        return existed;
    }

    public override async ValueTask<LtiLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key, LtiEndpoints endpoints, CancellationToken cancellationToken = default)
    {
        var config = (await Inner.SaveLaunchConfigAsync(key, endpoints, cancellationToken: cancellationToken)).Config;
        hub.ClientChanged(config.ClientKey);
        return config;
    }

    public override async ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken = default)
    {
        var deployment = await Inner.EnsureDeploymentAsync(clientKey, deploymentId, cancellationToken: cancellationToken);
        hub.ClientChanged(clientKey);
        return deployment;
    }

    public override async ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var existed = await Inner.DeleteSessionAsync(id, cancellationToken);
        hub.SessionDeleted(id);
        return existed;
    }

    public override async ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
    {
        var deleted = await Inner.DeleteSessionsAsync(filter, cancellationToken);
        hub.EverythingChanged();
        return deleted;
    }
}
