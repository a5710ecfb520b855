namespace Lti.Storage.InMemory.Internal;

internal sealed class DeploymentTable(ClientRegistry registry, TimeProvider clock)
{
    public LtiDeployment? Find(Guid ltiClientId, Guid id) => registry.Find(ltiClientId)?.Deployments.Find(id);

    public LtiDeployment? Find(Guid ltiClientId, string deploymentId) => registry.Find(ltiClientId, deploymentId);

    public LtiDeployment Add(Guid ltiClientId, NewDeployment deployment) => registry.Write(() =>
    {
        var client = registry.Get(ltiClientId);
        return Find(ltiClientId, deployment.DeploymentId) is null
            ? Create(client, deployment)
            : throw LtiConflictException.ForDeployment(deployment.DeploymentId);
    });

    public LtiDeployment Ensure(Guid ltiClientId, string deploymentId)
        => Find(ltiClientId, deploymentId) ?? registry.Write(() => FindOrCreate(registry.Get(ltiClientId), deploymentId));

    public LtiDeployment Update(Guid ltiClientId, Guid id, DeploymentUpdate update) => registry.Write(() =>
    {
        if (registry.Find(ltiClientId) is not { } client || client.Deployments.Find(id) is not { } before)
        {
            throw new LtiNotFoundException(LtiEntity.Deployment, id);
        }

        var after = update.ApplyTo(before);
        if (Find(ltiClientId, after.DeploymentId) is { } other && other.Id != id)
        {
            throw LtiConflictException.ForDeployment(after.DeploymentId);
        }

        registry.Set(client, before, after);
        return after;
    });

    public bool Delete(Guid ltiClientId, Guid id) => registry.Write(() =>
    {
        if (registry.Find(ltiClientId) is not { } client || client.Deployments.Find(id) is not { } before)
        {
            return false;
        }

        registry.Set(client, before, after: null);
        return true;
    });

    /// <summary>The deployments after the cursor, as <see cref="ClientTable.List"/> does.</summary>
    public IEnumerable<LtiDeployment> List(Guid ltiClientId, Guid? after)
    {
        var ids = registry.Find(ltiClientId)?.Deployments.IdsAfter(after) ?? [];
        return ids.Select(id => Find(ltiClientId, id)).OfType<LtiDeployment>();
    }

    /// <summary>The deployment, created if absent. Within a write.</summary>
    public LtiDeployment FindOrCreate(RegisteredClient client, string deploymentId)
        => Find(client.Client.Id, deploymentId) ?? Create(client, new NewDeployment { DeploymentId = deploymentId });

    private LtiDeployment Create(RegisteredClient client, NewDeployment deployment)
    {
        var created = new LtiDeployment
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            LtiClientId = client.Client.Id,
            DeploymentId = deployment.DeploymentId,
            Name = deployment.Name,
            Description = deployment.Description,
        };
        registry.Set(client, before: null, created);
        return created;
    }
}
