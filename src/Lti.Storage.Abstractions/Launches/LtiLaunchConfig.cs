namespace Lti.Storage;

/// <summary>Holds the data that verifies a launch: a client's endpoints and one of its deployments.</summary>
public sealed record LtiLaunchConfig
{
    /// <summary>The <see cref="LtiClient.Id"/> of the client.</summary>
    public required ClientKey ClientKey { get; init; }

    /// <summary>The <see cref="LtiDeployment.Id"/> of the deployment.</summary>
    public required DeploymentKey DeploymentKey { get; init; }

    /// <summary>The platform's <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The stored deployment id.</summary>
    /// <remarks>
    /// It is <c>default</c> if <see cref="Match"/> is <see cref="LaunchConfigMatch.Default"/>, even though another id was requested (rule
    /// L1).
    /// </remarks>
    public required string DeploymentId { get; init; }

    /// <summary>The URLs of the platform.</summary>
    public required LtiEndpoints Endpoints { get; init; }

    /// <summary>Whether the deployment itself or the deployment <c>default</c> answered.</summary>
    public required LaunchConfigMatch Match { get; init; }

    /// <summary>Joins a client and one of its deployments. For providers.</summary>
    /// <param name="client">The client.</param>
    /// <param name="deployment">The deployment that answers.</param>
    /// <param name="match">Whether the deployment itself or the deployment <c>default</c> answers.</param>
    /// <returns>The configuration.</returns>
    public static LtiLaunchConfig Create(LtiClient client, LtiDeployment deployment, LaunchConfigMatch match)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(deployment);
        return new()
        {
            ClientKey = client.Id,
            DeploymentKey = deployment.Id,
            Issuer = client.Issuer,
            ClientId = client.ClientId,
            DeploymentId = deployment.DeploymentId,
            Endpoints = client.Endpoints,
            Match = match,
        };
    }
}
