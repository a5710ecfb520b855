using Lti.Storage.Cli.Deployments;

namespace Lti.Storage.Cli.Clients;

/// <summary>The JSON of <c>clients show</c>: a client and its deployments.</summary>
internal sealed record ClientWithDeploymentsShape(
    Guid Id,
    string Name,
    string Issuer,
    string ClientId,
    string AuthorizationUrl,
    string TokenUrl,
    string JwksUrl,
    string? TokenAudience,
    bool IsEnabled,
    IReadOnlyList<DeploymentShape> Deployments)
{
    public static ClientWithDeploymentsShape Of(ClientWithDeployments found)
    {
        var client = ClientShape.Of(found.Client);
        return new(
            client.Id,
            client.Name,
            client.Issuer,
            client.ClientId,
            client.AuthorizationUrl,
            client.TokenUrl,
            client.JwksUrl,
            client.TokenAudience,
            client.IsEnabled,
            [.. found.Deployments.Select(DeploymentShape.Of)]);
    }
}
