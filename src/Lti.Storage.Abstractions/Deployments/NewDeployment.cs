namespace Lti.Storage;

/// <summary>A deployment to add: <see cref="LtiDeployment"/> without the ids, which the library knows.</summary>
public sealed record NewDeployment
{
    /// <summary>The platform's <c>deployment_id</c>, 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units, kept verbatim (rule E1).</summary>
    public required string DeploymentId { get; init; }

    /// <summary>A name for people of at most <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units, or null.</summary>
    public string? Name { get; init; }

    /// <summary>A description for people of at most <see cref="LtiLimits.MaxDescriptionLength"/> UTF-16 units, or null.</summary>
    public string? Description { get; init; }
}
