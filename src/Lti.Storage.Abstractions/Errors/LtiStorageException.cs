namespace Lti.Storage;

/// <summary>
/// The base of every exception that a storage throws for something other than bad input or cancellation (contract rule E3).
/// </summary>
/// <remarks>
/// Bad input is an <see cref="ArgumentException"/> (rule E2), a cancelled call an <see cref="OperationCanceledException"/>;
/// neither is ever wrapped. No message, and nothing in <see cref="Exception.InnerException"/>, holds a nonce, a session's content,
/// a registration token, a password or a connection string (rule E8).
/// </remarks>
public class LtiStorageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do about it, without secrets or personal data.</param>
    /// <param name="innerException">The cause, or null where there is none or it could carry a secret.</param>
    public LtiStorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
