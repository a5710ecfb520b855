namespace Lti.Storage;

/// <summary>
/// The storage could not be reached or broke off (contract rule F1). An outage is always this error, never "not found".
/// The same storage instance works again once its server is back (rule F2).
/// </summary>
public sealed class LtiStorageUnavailableException : LtiStorageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do about it, without secrets.</param>
    /// <param name="outcome">Whether the work is known not to have happened.</param>
    /// <param name="innerException">The provider's own cause, or null where it could carry a secret.</param>
    public LtiStorageUnavailableException(string message, LtiWorkOutcome outcome, Exception? innerException = null)
        : base(message, innerException)
    {
        Outcome = outcome;
    }

    /// <summary>
    /// Whether the work is known not to have happened (<see cref="LtiWorkOutcome.NotApplied"/>: it was never sent, or the server's own error proves
    /// that it was rolled back) or may have (<see cref="LtiWorkOutcome.Unknown"/>: a fatal error, a broken connection or a client's time-out).
    /// After an unknown outcome never accept the launch: start a new login.
    /// </summary>
    public LtiWorkOutcome Outcome { get; }
}
