namespace Lti.Storage;

/// <summary>Describes a deployment to add. The library creates its id.</summary>
public sealed record NewDeployment
{
    /// <summary>
    /// The platform's <c>deployment_id</c>: 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units. Stored verbatim (rule E1).
    /// </summary>
    public required string DeploymentId { get; init; }

    /// <summary>Whether the deployment may launch. Default: <see cref="DeploymentStatus.Active"/>.</summary>
    public DeploymentStatus Status { get; init; }

    /// <summary>The display name: at most <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units. May be null.</summary>
    public string? Name { get; init; }

    /// <summary>The description: at most <see cref="LtiLimits.MaxDescriptionLength"/> UTF-16 units. May be null.</summary>
    public string? Description { get; init; }
}
