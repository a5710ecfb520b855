namespace Lti.Storage;

/// <summary>Tells what is known about a call's effect after the storage failed (contract rule F1).</summary>
public enum LtiWorkOutcome
{
    /// <summary>The work may have happened: the connection broke or the call timed out after it was sent.</summary>
    Unknown,

    /// <summary>The work did not happen. The call is safe to retry.</summary>
    NotApplied,
}
