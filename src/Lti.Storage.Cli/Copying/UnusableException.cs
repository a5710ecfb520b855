using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli.Copying;

/// <summary>The source or the target of a copy can't be used.</summary>
/// <param name="message">Which one and why: one line without secrets.</param>
/// <param name="outcome">Whether something may have been changed.</param>
/// <param name="cause">The cause.</param>
internal sealed class UnusableException(string message, LtiWorkOutcome outcome, Exception? cause) : Exception(message, cause)
{
    /// <summary>Whether something may have been changed.</summary>
    public LtiWorkOutcome Outcome => outcome;

    /// <param name="title">The database and the option that names it.</param>
    /// <param name="reason">Why it can't be used.</param>
    /// <param name="cause">The cause, or null.</param>
    /// <param name="outcome">Whether the call may have changed something.</param>
    public static UnusableException Create(
        string title, string reason, Exception? cause = null, LtiWorkOutcome outcome = LtiWorkOutcome.NotApplied)
        => new(
            outcome == LtiWorkOutcome.Unknown ? LibraryMessage.BrokenOff(title, reason) : LibraryMessage.Unusable(title, reason),
            outcome,
            cause);
}
