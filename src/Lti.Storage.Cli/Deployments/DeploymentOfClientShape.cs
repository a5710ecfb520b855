namespace Lti.Storage.Cli.Deployments;

/// <summary>The JSON of a deployment in a listing of all clients: the deployment and the client that it belongs to.</summary>
internal sealed record DeploymentOfClientShape(
    Guid Id,
    Guid ClientKey,
    string DeploymentId,
    string Status,
    string? Name,
    string? Description,
    string Issuer,
    string ClientId)
{
    public static DeploymentOfClientShape Of(LtiClient client, LtiDeployment deployment)
    {
        var shape = DeploymentShape.Of(deployment);
        return new(
            shape.Id,
            shape.ClientKey,
            shape.DeploymentId,
            shape.Status,
            shape.Name,
            shape.Description,
            client.Issuer,
            client.ClientId);
    }
}
