namespace Lti.Storage.Cli.Deployments;

/// <summary>The JSON of a deployment.</summary>
internal sealed record DeploymentShape(
    Guid Id, Guid ClientKey, string DeploymentId, string Status, string? Name, string? Description)
{
    public static DeploymentShape Of(LtiDeployment deployment) => new(
        deployment.Id.Value,
        deployment.ClientKey.Value,
        deployment.DeploymentId,
        StatusOption.NameOf(deployment.Status),
        deployment.Name,
        deployment.Description);
}
