namespace Lti.Storage;

/// <summary>Describes one stored deployment of a client on a platform.</summary>
public sealed record LtiDeployment
{
    /// <summary>The deployment id that answers for every unknown deployment of its client (contract rule L1).</summary>
    /// <remarks>
    /// It answers only while it is active and <see cref="LtiStorageOptions.UseDefaultDeployment"/> is true. It never answers for a
    /// deployment that is pending or disabled (rule L7).
    /// </remarks>
    public const string DefaultDeploymentId = "default";

    /// <summary>The internal identifier: a version 7 UUID that the library creates. It is never sent to a platform.</summary>
    public required DeploymentKey Id { get; init; }

    /// <summary>The <see cref="LtiClient.Id"/> of the client that this deployment belongs to.</summary>
    public required ClientKey ClientKey { get; init; }

    /// <summary>The platform's <c>deployment_id</c>. It is compared ordinally and unique within the client (rule D1).</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Whether the deployment may launch. Default: <see cref="DeploymentStatus.Active"/>.</summary>
    public DeploymentStatus Status { get; init; }

    /// <summary>The display name or null.</summary>
    public string? Name { get; init; }

    /// <summary>The description or null.</summary>
    public string? Description { get; init; }
}
