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

    public override async ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
    {
        var added = await Inner.AddClientAsync(client, cancellationToken);
        hub.ClientChanged(added.Id);
        return added;
    }

    public override async ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key,
        LtiEndpoints endpoints,
        ExistingEndpoints existing = ExistingEndpoints.Refuse,
        CancellationToken cancellationToken = default)
    {
        var saved = await Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken);
        hub.ClientChanged(saved.Config.ClientKey);
        return saved;
    }

    public override async ValueTask<LtiDeployment> AddDeploymentAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
    {
        var added = await Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken);
        hub.ClientChanged(clientKey);
        return added;
    }

    public override async ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey,
        string deploymentId,
        DeploymentStatus status = DeploymentStatus.Active,
        CancellationToken cancellationToken = default)
    {
        var deployment = await Inner.EnsureDeploymentAsync(clientKey, deploymentId, status, cancellationToken);
        hub.ClientChanged(clientKey);
        return deployment;
    }

    public override async ValueTask<LtiDeployment> UpdateDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
    {
        var updated = await Inner.UpdateDeploymentAsync(clientKey, id, update, cancellationToken);
        hub.ClientChanged(clientKey);
        return updated;
    }

    public override async ValueTask<bool> DeleteDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
    {
        var existed = await Inner.DeleteDeploymentAsync(clientKey, id, cancellationToken);
        hub.ClientChanged(clientKey);
        return existed;
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
