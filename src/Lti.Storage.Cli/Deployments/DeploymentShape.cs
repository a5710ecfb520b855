namespace Lti.Storage.Cli.Deployments;

internal sealed record DeploymentShape(Guid Id, ClientKey ClientKey, string DeploymentId, string? Name, string? Description)
{
    public static DeploymentShape Of(LtiDeployment deployment)
        => new(deployment.Id, deployment.ClientKey, deployment.DeploymentId, deployment.Name, deployment.Description);
}
