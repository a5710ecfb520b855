using Lti.Storage.Caching.Internal;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Caching;

/// <summary>Puts a cache around a storage.</summary>
public static class CachingStorageExtensions
{
    /// <summary>Caches launches, clients and sessions. Also caches that a launch or a client is unknown.</summary>
    /// <remarks>
    /// A change through this storage shows in its next find. A change on another node shows when it is reported, or else when a lifetime
    /// ends: <c>docs/explanation/consistency.md</c> has a table of all operations. Nonces, logins and registration sessions are never
    /// cached.
    /// </remarks>
    /// <param name="storage">The storage. The cache disposes it. Use it through the cache only.</param>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="invalidation">
    /// Reports changes that other programs make. Null means the source that the storage itself offers, if it does
    /// (<see cref="LayerExtensions.GetService"/>). The cache does not dispose it.
    /// </param>
    /// <param name="timeProvider">The clock of the cache and of the storage's expiries. Null means the system's.</param>
    /// <returns>The storage with its own cache. Every rule of the contract holds for it.</returns>
    /// <exception cref="OptionsValidationException">An option is out of range. The message names the range.</exception>
    public static ILtiStorage WithCaching(
        this ILtiStorage storage,
        CachingOptions? options = null,
        IInvalidationSource? invalidation = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return CachingLtiStorage.Around(storage, options, invalidation, timeProvider, meters: null);
    }
}
