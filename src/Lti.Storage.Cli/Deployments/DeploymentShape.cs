namespace Lti.Storage.Cli.Deployments;

internal sealed record DeploymentShape(Guid Id, Guid ClientKey, string DeploymentId, string? Name, string? Description)
{
    public static DeploymentShape Of(LtiDeployment deployment)
        => new(deployment.Id.Value, deployment.ClientKey.Value, deployment.DeploymentId, deployment.Name, deployment.Description);
}
