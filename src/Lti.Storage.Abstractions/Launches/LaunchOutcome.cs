namespace Lti.Storage;

/// <summary>Tells how a launch was found (contract rule L6). Only the two found outcomes accept a launch.</summary>
public enum LaunchOutcome
{
    /// <summary>No client has this issuer and client id. Refuse the launch.</summary>
    UnknownClient,

    /// <summary>The client and the deployment are stored, enabled and active.</summary>
    Found,

    /// <summary>The deployment is not stored. <see cref="LtiDeployment.DefaultDeploymentId"/> answers for it (rule L1).</summary>
    FoundThroughDefault,

    /// <summary>The client is stored, the deployment is not, and no active <c>default</c> answers for it.</summary>
    /// <remarks>
    /// After it has verified the token, a tool may add the deployment as pending:
    /// <see cref="IDeploymentStore.EnsureDeploymentAsync"/> with <see cref="DeploymentStatus.Pending"/>.
    /// </remarks>
    UnknownDeployment,

    /// <summary>The client is disabled, whatever its deployments are. Refuse the launch.</summary>
    ClientDisabled,

    /// <summary>The deployment is disabled. Refuse the launch.</summary>
    DeploymentDisabled,

    /// <summary>The deployment waits for approval. Refuse the launch.</summary>
    DeploymentPending,
}
