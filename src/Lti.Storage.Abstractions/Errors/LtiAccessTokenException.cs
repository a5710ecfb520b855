namespace Lti.Storage;

/// <summary>Reports that no access token was obtained.</summary>
/// <remarks>
/// <see cref="IAccessTokens"/> throws it. The tool throws it from its token request to say how long to wait. Its message must not contain a
/// token.
/// </remarks>
public sealed class LtiAccessTokenException : LtiStorageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do about it, without secrets.</param>
    /// <param name="retryAfter">The time that the platform asked to wait. Null if it did not. Zero or less counts as null.</param>
    /// <param name="innerException">The cause or null. It must not contain a token.</param>
    public LtiAccessTokenException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException)
        => RetryAfter = retryAfter > TimeSpan.Zero ? retryAfter : null;

    /// <summary>The time to wait before the next request, measured from the throw. Null if there is none.</summary>
    public TimeSpan? RetryAfter { get; }

    internal static LtiAccessTokenException ForPostponed(AccessTokenRequest request, TimeSpan retryIn) => new(
        $"The platform {request.Issuer} asked to wait before the next token request. Try again in "
            + $"{Math.Ceiling(retryIn.TotalSeconds)} seconds.",
        retryIn);

    internal static LtiAccessTokenException ForTimeout(AccessTokenRequest request, TimeSpan leaseFor) => new(
        $"The token request to the platform {request.Issuer} took longer than {leaseFor.TotalSeconds} seconds. Give the request a shorter "
            + $"timeout, or raise {nameof(AccessTokenOptions)}.{nameof(AccessTokenOptions.LeaseFor)}.");

    internal static LtiAccessTokenException ForWait(AccessTokenRequest request, TimeSpan waited) => new(
        $"Other nodes asked the platform {request.Issuer} for a token and none got one within {waited.TotalSeconds} seconds.");
}
