namespace Lti.Storage;

/// <summary>Reports that no key set of a platform was obtained, or that an answer was refused.</summary>
/// <remarks>It repeats nothing of the answer, which may hold a private key.</remarks>
public sealed class LtiPlatformKeySetException : LtiStorageException
{
    private LtiPlatformKeySetException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException)
        => RetryAfter = retryAfter > TimeSpan.Zero ? retryAfter : null;

    /// <summary>The time to wait before the next fetch, measured from the throw. Null if there is none.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Gets whether an answer was refused.</summary>
    internal bool IsRefusal { get; private init; }

    internal static LtiPlatformKeySetException ForRefusedAnswer(string problem) => new(
        $"The answer of the platform's key set URL can't be used: {problem}. The last good set, if any, stays.")
    {
        IsRefusal = true,
    };

    internal static LtiPlatformKeySetException ForPostponed(string jwksUrl, TimeSpan retryIn) => new(
        $"The key set {jwksUrl} could not be fetched a moment ago. The next fetch may begin in "
            + $"{Math.Ceiling(retryIn.TotalSeconds)} seconds.",
        retryIn);

    internal static LtiPlatformKeySetException ForTimeout(string jwksUrl, TimeSpan leaseFor) => new(
        $"The fetch of the key set {jwksUrl} took longer than {leaseFor.TotalSeconds} seconds. Give the request a shorter timeout, or "
            + $"raise {nameof(PlatformKeySetOptions)}.{nameof(PlatformKeySetOptions.LeaseFor)}.");

    internal static LtiPlatformKeySetException ForWait(string jwksUrl, TimeSpan waited) => new(
        $"Other nodes fetched the key set {jwksUrl} and none got it within {waited.TotalSeconds} seconds.");
}
