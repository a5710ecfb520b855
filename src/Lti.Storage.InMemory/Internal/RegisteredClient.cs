namespace Lti.Storage.InMemory.Internal;

/// <summary>A client with its deployments by id.</summary>
internal sealed record RegisteredClient(LtiClient Client, DeploymentsById Deployments)
{
    public LaunchKey Key(string deploymentId) => new(Client.Issuer, Client.ClientId, deploymentId);

    public LtiLaunchConfig Config(LtiDeployment deployment) => new()
    {
        LtiClientId = Client.Id,
        LtiDeploymentId = deployment.Id,
        Issuer = Client.Issuer,
        ClientId = Client.ClientId,
        DeploymentId = deployment.DeploymentId,
        Endpoints = Client.Endpoints,
        Match = LaunchConfigMatch.Exact,
    };
}
