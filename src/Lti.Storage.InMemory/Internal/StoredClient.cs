namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores a client and its deployments. Not thread-safe.</summary>
internal sealed class StoredClient(LtiClient client)
{
    private readonly ById<LtiDeployment> _deployments = new();
    private readonly Dictionary<string, Guid> _idsByPlatformId = new(StringComparer.Ordinal);

    public LtiClient Client { get; set; } = client;

    public LtiDeployment? Find(DeploymentKey id) => _deployments.Find(id.Value);

    public LtiDeployment? Find(string deploymentId)
        => _idsByPlatformId.TryGetValue(deploymentId, out var id) ? _deployments.Find(id) : null;

    public IEnumerable<LtiDeployment> DeploymentsAfter(DeploymentKey? id) => _deployments.After(id?.Value);

    public LtiDeployment Add(NewDeployment deployment, DateTimeOffset now)
    {
        if (Find(deployment.DeploymentId) is not null)
        {
            throw LtiConflictException.ForDeployment(deployment.DeploymentId);
        }

        return Set(new LtiDeployment
        {
            Id = new(Guid.CreateVersion7(now)),
            ClientKey = Client.Id,
            DeploymentId = deployment.DeploymentId,
            Status = deployment.Status,
            Name = deployment.Name,
            Description = deployment.Description,
        });
    }

    public LtiDeployment Ensure(string deploymentId, DeploymentStatus status, DateTimeOffset now)
        => Find(deploymentId) ?? Add(new NewDeployment { DeploymentId = deploymentId, Status = status }, now);

    public LtiDeployment Update(LtiDeployment before, DeploymentUpdate update)
    {
        var after = update.ApplyTo(before);
        if (Find(after.DeploymentId) is { } other && other.Id != before.Id)
        {
            throw LtiConflictException.ForDeployment(after.DeploymentId);
        }

        Remove(before);
        return Set(after);
    }

    public void Remove(LtiDeployment deployment)
    {
        _deployments.Remove(deployment.Id.Value);
        _idsByPlatformId.Remove(deployment.DeploymentId);
    }

    /// <summary>Ensures the deployment of a save and returns the stored configuration.</summary>
    public SavedLaunchConfig Save(SaveOutcome outcome, string deploymentId, DateTimeOffset now)
        => new(outcome, LtiLaunchConfig.Create(Client, Ensure(deploymentId, DeploymentStatus.Active, now), LaunchConfigMatch.Exact));

    /// <summary>Finds the launch of a deployment id.</summary>
    public LtiLaunch FindLaunch(string deploymentId, bool useDefault)
        => LtiLaunch.Decide(Client, Find(deploymentId), useDefault ? Find(LtiDeployment.DefaultDeploymentId) : null);

    private LtiDeployment Set(LtiDeployment deployment)
    {
        _deployments.Set(deployment.Id.Value, deployment);
        _idsByPlatformId[deployment.DeploymentId] = deployment.Id.Value;
        return deployment;
    }
}
