namespace Lti.Storage;

/// <summary>Keeps the public keys of platforms. Thread-safe, meant to be a singleton.</summary>
/// <remarks>
/// <para>
/// All nodes share a key set while it is fresh (contract rule P1). Of any number of concurrent callers on any number of nodes one fetches
/// it (rule P4). A token with an unknown key makes the tool fetch it again, at most once in 30 seconds for each address (rule P2).
/// </para>
/// <para>A node keeps sets in memory. It goes on with its copies while the storage is down.</para>
/// </remarks>
public interface IPlatformKeySets
{
    /// <summary>Gets a platform's key set, and fetches it if need be.</summary>
    /// <remarks>
    /// From memory it takes no round trip, waits for nothing and allocates nothing. If a fetch fails, the last good set serves up to 7
    /// days after it was fetched (rule P3). It may lack the key: look for it in the answer.
    /// </remarks>
    /// <param name="jwksUrl">
    /// The address as it is stored with the client (<see cref="LtiEndpoints.JwksUrl"/>): an absolute http or https URL of at most 2,048
    /// UTF-16 units. Never take it from a token.
    /// </param>
    /// <param name="keyId">
    /// The id of the key that is needed: <c>kid</c> of the token. Any text. Null: any set will do.
    /// </param>
    /// <param name="fetch">
    /// Fetches the set from the address. It runs at most once for all callers, in the context of the first one. Its token is cancelled when
    /// the lease ends (<see cref="PlatformKeySetOptions.LeaseFor"/>), never by one caller. If no earlier set serves, an exception reaches
    /// all callers that wait on this node. Bound the size and the time, follow no redirects, and refuse addresses inside your network.
    /// </param>
    /// <param name="cancellationToken">Stops this caller's wait.</param>
    /// <returns>The set. It lacks the key if the platform's present set lacks it or a fetch must wait.</returns>
    /// <exception cref="ArgumentException">The address is no such URL.</exception>
    /// <exception cref="LtiPlatformKeySetException">
    /// The platform's answer was refused, a fetch must wait, or no node got a set in time, and no earlier set serves.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached and this node has no copy.</exception>
    ValueTask<PlatformKeySet> GetAsync(
        string jwksUrl,
        string? keyId,
        Func<string, CancellationToken, Task<PlatformKeySetAnswer>> fetch,
        CancellationToken cancellationToken = default);
}
