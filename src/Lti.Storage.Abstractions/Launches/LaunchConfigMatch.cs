namespace Lti.Storage;

/// <summary>Tells how a launch configuration was found (contract rule L1: exact match first).</summary>
public enum LaunchConfigMatch
{
    /// <summary>The requested deployment is stored.</summary>
    Exact,

    /// <summary>The requested deployment is not stored. <see cref="LtiDeployment.DefaultDeploymentId"/> answered for it.</summary>
    Default,
}
