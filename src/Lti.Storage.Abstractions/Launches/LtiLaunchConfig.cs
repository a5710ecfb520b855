namespace Lti.Storage;

/// <summary>What a tool needs to verify a launch: a client's endpoints joined with one of its deployments.</summary>
public sealed record LtiLaunchConfig
{
    /// <summary>The <see cref="LtiClient.Id"/> of the client.</summary>
    public required Guid LtiClientId { get; init; }

    /// <summary>The <see cref="LtiDeployment.Id"/> of the deployment.</summary>
    public required Guid LtiDeploymentId { get; init; }

    /// <summary>The platform's <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The deployment id that is stored: <c>default</c> where <see cref="Match"/> is <see cref="LaunchConfigMatch.Default"/>, not the one asked for (rule L1).</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Where the platform is reached.</summary>
    public required PlatformEndpoints Endpoints { get; init; }

    /// <summary>Whether the deployment itself answered, or the one called <c>default</c>.</summary>
    public required LaunchConfigMatch Match { get; init; }
}
