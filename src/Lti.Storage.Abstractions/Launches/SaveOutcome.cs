namespace Lti.Storage;

/// <summary>Tells what a save of a launch configuration changed (contract rule L8).</summary>
public enum SaveOutcome
{
    /// <summary>The client and the deployment were stored before, with the same endpoints. Nothing changed.</summary>
    Unchanged,

    /// <summary>The client is new, and so is its deployment.</summary>
    Created,

    /// <summary>The client was stored before with the same endpoints. The deployment is new.</summary>
    DeploymentCreated,

    /// <summary>The client had other endpoints, which were replaced. The deployment may be new.</summary>
    Replaced,
}
