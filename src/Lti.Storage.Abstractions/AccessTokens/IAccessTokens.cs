namespace Lti.Storage;

/// <summary>Keeps the access tokens for the services of platforms. Thread-safe, meant to be a singleton.</summary>
/// <remarks>
/// <para>
/// All nodes share a token until it is about to expire. Of any number of concurrent callers on any number of nodes one asks the platform
/// (contract rule A2).
/// </para>
/// <para>
/// A node keeps tokens in memory. It goes on with its copies while the storage is down. The other errors of a call are those of
/// <see cref="IAccessTokenStorage"/>.
/// </para>
/// </remarks>
public interface IAccessTokens
{
    /// <summary>Gets a token that lives longer than <see cref="AccessTokenOptions.Leeway"/>, and asks the platform if need be.</summary>
    /// <remarks>From memory it takes no round trip, waits for nothing and allocates nothing.</remarks>
    /// <param name="request">The token that is wanted. Its client must be stored.</param>
    /// <param name="requestNew">
    /// Asks the platform. It runs at most once for all callers, in the context of the first one. Its token is cancelled when the lease ends
    /// (<see cref="AccessTokenOptions.LeaseFor"/>), never by one caller. An exception reaches all callers that wait on this node. Nothing
    /// is stored then. If the platform answered with <c>Retry-After</c>, throw an <see cref="LtiAccessTokenException"/> with it.
    /// </param>
    /// <param name="cancellationToken">Stops this caller's wait.</param>
    /// <returns>The token. A new one that lives no longer than the leeway is returned too. The next call asks for another.</returns>
    /// <exception cref="LtiAccessTokenException">The platform asked to wait, or no node got a token in time.</exception>
    /// <exception cref="LtiNotFoundException">No client has this issuer and client id.</exception>
    /// <exception cref="LtiSecretException">The token can't be unprotected, or may not be stored without protection.</exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached and this node has no copy.</exception>
    ValueTask<AccessToken> GetAsync(
        AccessTokenRequest request,
        Func<AccessTokenRequest, CancellationToken, Task<AccessTokenAnswer>> requestNew,
        CancellationToken cancellationToken = default);

    /// <summary>Removes a token that the platform no longer accepts (rule A4). Call it after the answer 401.</summary>
    /// <remarks>The next <see cref="GetAsync"/> on any node gets another token. A newer token survives.</remarks>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent. This node forgets the token in any case.</param>
    /// <returns>Whether this token was stored and had not expired.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<bool> InvalidateAsync(AccessToken token, CancellationToken cancellationToken = default);
}
