using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;

namespace Lti.Storage.Caching;

/// <summary>Settings of the cache.</summary>
/// <remarks>
/// The options are checked when the host starts or when a storage is decorated without a container. The cache copies them: later
/// changes have no effect.
/// </remarks>
public sealed class CachingOptions
{
    /// <summary>Whether found launches and clients are cached. Default: true.</summary>
    /// <remarks>
    /// This includes launches found through <c>default</c>, clients found by client id, and lists of clients found by issuer or deployment.
    /// </remarks>
    public bool CacheLaunchConfigs { get; set; } = true;

    /// <summary>The most found launches in the cache. From 3 to 1,000,000. Default: 1,000.</summary>
    /// <remarks>
    /// The same number again applies to launches found through <c>default</c>, which are kept apart, because anyone can make up deployment
    /// ids that <c>default</c> answers. It applies once more to clients, and to all clients in lists together. A longer list is not cached.
    /// </remarks>
    [Range(3, 1_000_000)]
    public int LaunchConfigCapacity { get; set; } = 1000;

    /// <summary>How long a found launch or client is cached. Over zero and at most 24 hours. Default: 15 minutes.</summary>
    /// <remarks>Without a listening invalidation source a change on another node shows here after this time at the latest.</remarks>
    [TimeRange("1.00:00:00")]
    public TimeSpan LaunchConfigLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether refusals are cached. Default: true.</summary>
    /// <remarks>
    /// A refusal is a launch that is not found for any reason. It is also a client that is absent or disabled, and a list without an
    /// enabled client.
    /// </remarks>
    public bool CacheUnknownLaunches { get; set; } = true;

    /// <summary>The most refused launches in the cache. From 3 to 1,000,000. Default: 250.</summary>
    /// <remarks>
    /// They are kept apart from all other entries, because anyone can make up unknown keys. The same number again applies to refused
    /// clients, and to refused lists.
    /// </remarks>
    [Range(3, 1_000_000)]
    public int UnknownLaunchCapacity { get; set; } = 250;

    /// <summary>How long a refusal is cached. Over zero and at most 10 minutes. Default: 10 seconds.</summary>
    /// <remarks>Without a listening invalidation source a registration on another node may be unknown here for this time.</remarks>
    [TimeRange("00:10:00")]
    public TimeSpan UnknownLaunchLifetime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether sessions are cached. Default: true.</summary>
    public bool CacheSessions { get; set; } = true;

    /// <summary>The most bytes for cached sessions. From 4,096 (4 KiB) to 2^40 (1 TiB). Default: 67,108,864 (64 MiB).</summary>
    /// <remarks>
    /// A session counts as three times its document plus 1 KiB: the text, its parsed form and the entry. Sessions that count more than this
    /// option are not cached. Concurrent finds do not exceed the bound.
    /// </remarks>
    [Range(4096d, 1_099_511_627_776d)]
    public long SessionCacheBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long a session is cached. It is never cached past its own expiry. Over zero and at most 24 hours. Default: 5 minutes.
    /// </summary>
    /// <remarks>
    /// Without a listening invalidation source a session that is deleted on another node is found here until this time is over.
    /// </remarks>
    [TimeRange("1.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The fraction by which each lifetime is shortened at random. From 0 to 0.5. Default: 0.1.</summary>
    /// <remarks>Answers that were read together then expire at different times. Lifetimes are never lengthened.</remarks>
    [Range(0d, 0.5d)]
    public double Jitter { get; set; } = 0.1;

    /// <summary>How long one read of the inner storage may take. Over zero and at most 10 minutes. Default: 30 seconds.</summary>
    /// <remarks>
    /// All callers that wait for the read then get a <see cref="LtiStorageUnavailableException"/>. Each caller's own token may end its wait
    /// earlier. The bound holds for every find that the cache answers or loads, also while a change is in progress.
    /// </remarks>
    [TimeRange("00:10:00")]
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal CachingOptions Copy() => (CachingOptions)MemberwiseClone();
}
