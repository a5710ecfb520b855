namespace Lti.Storage;

/// <summary>Tells whether a deployment may launch (contract rule L7).</summary>
public enum DeploymentStatus
{
    /// <summary>Launches are accepted. This is the default.</summary>
    Active,

    /// <summary>The deployment waits for an administrator's approval. Launches are refused until it is active.</summary>
    Pending,

    /// <summary>The deployment is suspended. Launches are refused.</summary>
    Disabled,
}
