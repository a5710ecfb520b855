namespace Lti.Storage;

/// <summary>How a launch configuration was found (contract rule L1).</summary>
public enum LaunchConfigMatch
{
    /// <summary>The deployment id that was asked for is stored.</summary>
    Exact,

    /// <summary>It is not, and the client's deployment <see cref="LtiDeployment.DefaultDeploymentId"/> answered for it.</summary>
    Default,
}
