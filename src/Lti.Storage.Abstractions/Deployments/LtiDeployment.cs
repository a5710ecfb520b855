namespace Lti.Storage;

/// <summary>One installation of a client on a platform, as stored.</summary>
public sealed record LtiDeployment
{
    /// <summary>
    /// The deployment id that answers for every deployment of its client that is not stored, unless
    /// <see cref="LtiStorageOptions.UseDefaultDeployment"/> is off (contract rule L1).
    /// </summary>
    public const string DefaultDeploymentId = "default";

    /// <summary>The internal identifier, a version 7 UUID made by the library. Never sent to a platform.</summary>
    public required Guid Id { get; init; }

    /// <summary>The <see cref="LtiClient.Id"/> of the client that this deployment belongs to.</summary>
    public required Guid LtiClientId { get; init; }

    /// <summary>The platform's <c>deployment_id</c>, compared ordinally. Unique within the client (rule D1).</summary>
    public required string DeploymentId { get; init; }

    /// <summary>A name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>A description for people, or null.</summary>
    public string? Description { get; init; }
}
