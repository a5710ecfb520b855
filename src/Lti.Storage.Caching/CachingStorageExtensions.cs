using Lti.Storage.Caching.Internal;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Caching;

/// <summary>Puts a cache around a storage.</summary>
public static class CachingStorageExtensions
{
    /// <summary>
    /// Caches launch configurations, the absence of them, and sessions. What this instance changes it shows in its next find, whatever was in flight;
    /// what other nodes change is seen at once where changes are reported, else when a lifetime ends: <c>docs/explanation/consistency.md</c> says which, for each
    /// operation. Nonces and registration sessions are never cached.
    /// </summary>
    /// <param name="storage">The storage; whoever wraps it uses it through the cache alone. The cache disposes it.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="invalidation">
    /// What tells of changes that other programs make, or null for the source that the storage itself offers, if it does
    /// (<see cref="LayerExtensions.FindLayer"/>). The cache does not dispose it.
    /// </param>
    /// <param name="timeProvider">The clock by which cached answers expire, the one that the storage hands out expiries by; null for the system's.</param>
    /// <returns>The storage with a cache of its own. Every rule of the contract holds for it.</returns>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message names the range.</exception>
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
