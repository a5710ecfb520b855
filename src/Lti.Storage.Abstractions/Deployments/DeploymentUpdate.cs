namespace Lti.Storage;

/// <summary>
/// The fields of a deployment to change (contract rule C3); what is not given stays as it is. Limits are those of <see cref="NewDeployment"/>.
/// </summary>
public sealed record DeploymentUpdate
{
    /// <summary>The new platform's <c>deployment_id</c>, or null to keep it.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The new name; kept by default, removed by <see cref="OptionalText.Clear"/>.</summary>
    public OptionalText Name { get; init; }

    /// <summary>The new description; kept by default, removed by <see cref="OptionalText.Clear"/>.</summary>
    public OptionalText Description { get; init; }

    /// <summary>The deployment as it is after this update.</summary>
    /// <param name="deployment">The deployment as stored.</param>
    /// <returns>A copy of <paramref name="deployment"/> with the given fields replaced.</returns>
    public LtiDeployment ApplyTo(LtiDeployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return deployment with
        {
            DeploymentId = DeploymentId ?? deployment.DeploymentId,
            Name = Name.ApplyTo(deployment.Name),
            Description = Description.ApplyTo(deployment.Description),
        };
    }
}
