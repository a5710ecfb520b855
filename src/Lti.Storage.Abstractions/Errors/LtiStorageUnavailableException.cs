namespace Lti.Storage;

/// <summary>Reports that the storage could not be reached or broke off (contract rule F1).</summary>
/// <remarks>
/// An outage always throws this error. It is never reported as "not found". The same storage instance works again when its server is back
/// (rule F2).
/// </remarks>
public sealed class LtiStorageUnavailableException : LtiStorageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do about it, without secrets.</param>
    /// <param name="outcome">What is known about the effect of the work.</param>
    /// <param name="innerException">The provider's own error. Null if it could contain a secret.</param>
    public LtiStorageUnavailableException(string message, LtiWorkOutcome outcome, Exception? innerException = null)
        : base(message, innerException)
    {
        Outcome = outcome;
    }

    /// <summary>Tells whether the work may have happened.</summary>
    /// <remarks>
    /// <para>
    /// <see cref="LtiWorkOutcome.NotApplied"/> means that it did not: it was never sent, or the server's own error proves a rollback.
    /// </para>
    /// <para>
    /// <see cref="LtiWorkOutcome.Unknown"/> means that it may have: a fatal error, a broken connection or a client's timeout came after it
    /// was sent. Never accept the launch after that: start a new login.
    /// </para>
    /// </remarks>
    public LtiWorkOutcome Outcome { get; }
}
