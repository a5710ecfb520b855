namespace Lti.Storage;

/// <summary>Lists the fields of a deployment to change. Other fields stay as they are (contract rule C3).</summary>
/// <remarks>The length limits are those of <see cref="NewDeployment"/>.</remarks>
public sealed record DeploymentUpdate
{
    /// <summary>The platform's new <c>deployment_id</c>. Null keeps the stored one.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The new status: approve, suspend or resume. Null keeps the stored one.</summary>
    public DeploymentStatus? Status { get; init; }

    /// <summary>The new name. The default keeps the stored one. <see cref="OptionalText.Clear"/> removes it.</summary>
    public OptionalText Name { get; init; }

    /// <summary>The new description. The default keeps the stored one. <see cref="OptionalText.Clear"/> removes it.</summary>
    public OptionalText Description { get; init; }

    /// <summary>Applies this update to a deployment.</summary>
    /// <param name="deployment">The deployment as stored.</param>
    /// <returns>A copy of <paramref name="deployment"/> with the given fields replaced.</returns>
    public LtiDeployment ApplyTo(LtiDeployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return deployment with
        {
            DeploymentId = DeploymentId ?? deployment.DeploymentId,
            Status = Status ?? deployment.Status,
            Name = Name.ApplyTo(deployment.Name),
            Description = Description.ApplyTo(deployment.Description),
        };
    }
}
