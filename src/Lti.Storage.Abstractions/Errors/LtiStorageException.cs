namespace Lti.Storage;

/// <summary>Reports an error of a storage: the base class of its exceptions (contract rule E3).</summary>
/// <remarks>
/// <para>
/// Invalid input throws an <see cref="ArgumentException"/> (rule E2). A cancelled call throws an <see cref="OperationCanceledException"/>.
/// Neither is ever wrapped.
/// </para>
/// <para>
/// No message and no <see cref="Exception.InnerException"/> contains a secret (rule E8). Secrets are nonces, session content, registration
/// tokens, private keys, access tokens, passwords and connection strings.
/// </para>
/// </remarks>
public class LtiStorageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do about it, without secrets or personal data.</param>
    /// <param name="innerException">The cause. Null if there is none or if it could contain a secret.</param>
    public LtiStorageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
