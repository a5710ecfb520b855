namespace Lti.Storage;

/// <summary>What is known about a call's effect when the storage failed (contract rule F1).</summary>
public enum LtiWorkOutcome
{
    /// <summary>The work may have happened or not: the connection broke, or the time ran out, after it was sent.</summary>
    Unknown,

    /// <summary>The work is known not to have happened; the call may be repeated safely.</summary>
    NotApplied,
}
