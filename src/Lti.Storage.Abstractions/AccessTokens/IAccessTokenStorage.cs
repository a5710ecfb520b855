namespace Lti.Storage;

/// <summary>Stores access tokens for an <see cref="IAccessTokens"/>. Thread-safe.</summary>
/// <remarks>
/// <para>
/// A provider that can store access tokens implements it on its storage. <see cref="LayerExtensions.GetService"/> finds it under any
/// decorators. Each call is one atomic step. All times are by the storage's clock (contract rule E7).
/// </para>
/// <para>
/// A row belongs to a stored client and to one <see cref="AccessTokenRequest"/>. It holds a token, a lease and the time that the platform
/// asked to wait, each of them or none. It expires with the last of them. A cleanup removes and counts it (rule A7). Deleting the
/// client deletes its rows (rule A5).
/// </para>
/// <para>
/// A provider that reports changes reports <see cref="IInvalidationListener.ClientChanged"/> when a token is stored, invalidated or
/// cleared, and when a lease is released. Taking a lease is not reported.
/// </para>
/// <para>Invalid input throws an <see cref="ArgumentException"/> before anything is sent (rule E2).</para>
/// </remarks>
public interface IAccessTokenStorage
{
    /// <summary>Finds a token, or leases the right to ask the platform for one (rules A1 and A2).</summary>
    /// <remarks>
    /// Of any number of concurrent calls one gets the lease. At the instant of its end a lease has ended. A call with the id of the present
    /// lease renews it.
    /// </remarks>
    /// <param name="request">The token that is wanted.</param>
    /// <param name="leaseId">The id of the caller's lease: random and not empty.</param>
    /// <param name="leeway">A token is found if it lives longer than this: zero or more.</param>
    /// <param name="leaseFor">The time that the lease lasts: over zero.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>The token, the lease, or how long to wait.</returns>
    /// <exception cref="LtiNotFoundException">No client has this issuer and client id. Nothing was stored.</exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default);

    /// <summary>Stores a token and ends the lease and any wait.</summary>
    /// <param name="request">The request that the token answers.</param>
    /// <param name="leaseId">The id of the caller's lease.</param>
    /// <param name="token">The token. It replaces the stored one.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>
    /// True if the token was stored. False if the lease is no longer the caller's: another caller took it, it was cleared, or the
    /// client was deleted. Nothing was stored then.
    /// </returns>
    /// <exception cref="LtiSecretException">
    /// The token is unprotected and <see cref="LtiStorageOptions.AllowUnprotectedSecrets"/> is false (rule A6). Nothing was stored.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<bool> StoreAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease without a token, because the request failed (rule A3).</summary>
    /// <param name="request">The request.</param>
    /// <param name="leaseId">The id of the caller's lease.</param>
    /// <param name="retryAfter">The time in which no caller gets a lease. Zero: the next one gets it at once.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>Whether the lease was the caller's.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<bool> ReleaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default);

    /// <summary>Removes one token. A newer one survives (rule A4).</summary>
    /// <param name="request">The request that the token answers.</param>
    /// <param name="tokenId">The id of the token.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>Whether this token was stored and had not expired.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<bool> InvalidateAccessTokenAsync(
        AccessTokenRequest request, Guid tokenId, CancellationToken cancellationToken = default);

    /// <summary>Lists the unexpired rows without the tokens, ordered by client and request id.</summary>
    /// <remarks>It reads in pages. A row that exists from start to end is listed (rule C5).</remarks>
    /// <param name="client">The client. Null lists those of all clients.</param>
    /// <param name="cancellationToken">Cancels the call between pages.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached.</exception>
    IAsyncEnumerable<AccessTokenSummary> ListAccessTokensAsync(ClientKey? client = null, CancellationToken cancellationToken = default);

    /// <summary>Removes tokens, leases and waits. A request that is under way stores nothing.</summary>
    /// <param name="client">The client. Null removes those of all clients.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>The number of unexpired rows that were removed.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<long> ClearAccessTokensAsync(ClientKey? client = null, CancellationToken cancellationToken = default);
}
