namespace Lti.Storage;

/// <summary>Lists the fields of a deployment to change. Other fields stay as they are (contract rule C3).</summary>
/// <remarks>The length limits are those of <see cref="NewDeployment"/>.</remarks>
public sealed record DeploymentUpdate
{
    /// <summary>The platform's new <c>deployment_id</c>. Null keeps the stored one.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The new status: approve, suspend or resume. Null keeps the stored one.</summary>
    public DeploymentStatus? Status { get; init; }

    /// <summary>The status that the stored deployment must have. Null (the default) accepts any status (rule D6).</summary>
    /// <remarks>
    /// It protects a decision that depends on the status, such as an approval: a status that another caller has set since is not
    /// overwritten.
    /// </remarks>
    public DeploymentStatus? ExpectedStatus { get; init; }

    /// <summary>The new name. The default keeps the stored one. <see cref="OptionalText.Clear"/> removes it.</summary>
    public OptionalText Name { get; init; }

    /// <summary>The new description. The default keeps the stored one. <see cref="OptionalText.Clear"/> removes it.</summary>
    public OptionalText Description { get; init; }

    /// <summary>Applies this update to a deployment.</summary>
    /// <param name="deployment">The deployment as stored.</param>
    /// <returns>A copy of <paramref name="deployment"/> with the given fields replaced.</returns>
    /// <exception cref="LtiConflictException">
    /// <paramref name="deployment"/> has another status than <see cref="ExpectedStatus"/> (rule D6).
    /// </exception>
    public LtiDeployment ApplyTo(LtiDeployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        if (ExpectedStatus is { } expected && expected != deployment.Status)
        {
            throw LtiConflictException.ForStatus(deployment.DeploymentId);
        }

        return deployment with
        {
            DeploymentId = DeploymentId ?? deployment.DeploymentId,
            Status = Status ?? deployment.Status,
            Name = Name.ApplyTo(deployment.Name),
            Description = Description.ApplyTo(deployment.Description),
        };
    }
}
