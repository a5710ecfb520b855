using System.ComponentModel.DataAnnotations;
using Lti.Storage.Caching.Internal.Options;

namespace Lti.Storage.Caching;

/// <summary>
/// What the cache keeps, how much and for how long. Checked at start-up, or when a storage is decorated without a container; the cache copies them,
/// so later changes have no effect.
/// </summary>
public sealed class CachingOptions
{
    /// <summary>Whether launch configurations are cached, exact ones and those found through <c>default</c>. Default: true.</summary>
    public bool CacheLaunchConfigs { get; set; } = true;

    /// <summary>
    /// How many launch configurations are kept; as many again that were found through <c>default</c>, apart from them, since anyone may make up
    /// deployment ids that <c>default</c> answers. From 3 to 1,000,000. Default: 1,000.
    /// </summary>
    [Range(3, 1_000_000)]
    public int LaunchConfigCapacity { get; set; } = 1000;

    /// <summary>
    /// How long a launch configuration is kept. Without an invalidation source that listens, a change on another node is seen after this time at the
    /// latest. Over zero, at most 24 hours. Default: 15 minutes.
    /// </summary>
    [Duration(Hours = 24)]
    public TimeSpan LaunchConfigLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether it is cached that there is no launch configuration for a key. Default: true.</summary>
    public bool CacheUnknownLaunches { get; set; } = true;

    /// <summary>How many keys without a launch configuration are kept, apart from everything else. From 3 to 1,000,000. Default: 250.</summary>
    [Range(3, 1_000_000)]
    public int UnknownLaunchCapacity { get; set; } = 250;

    /// <summary>
    /// How long it is kept that there is no launch configuration: how long a registration made on another node may go unseen here. Over zero, at most
    /// 10 minutes. Default: 10 seconds.
    /// </summary>
    [Duration(Minutes = 10)]
    public TimeSpan UnknownLaunchLifetime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether sessions are cached. Default: true.</summary>
    public bool CacheSessions { get; set; } = true;

    /// <summary>How many sessions are kept, each with its document in memory. From 3 to 1,000,000. Default: 1,000.</summary>
    [Range(3, 1_000_000)]
    public int SessionCapacity { get; set; } = 1000;

    /// <summary>
    /// How long a session is kept, and never past its own expiry. Without an invalidation source that listens, a session that is deleted on another
    /// node is found here until this time is over. A process that was stopped for over a minute, as a paused machine is, may find a session that ended
    /// meanwhile for about 0.1 seconds more; where functions run, it does not. Over zero, at most 24 hours. Default: 5 minutes.
    /// </summary>
    [Duration(Hours = 24)]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The part of a lifetime, as a fraction, by which it is shortened at random, so that what was read together is not read again all at once.
    /// Lifetimes are never lengthened. From 0 to 0.5. Default: 0.1.
    /// </summary>
    [Range(0d, 0.5d)]
    public double Jitter { get; set; } = 0.1;

    /// <summary>
    /// How long one read of the inner storage may take. All callers that wait for it then get a <see cref="LtiStorageUnavailableException"/>; each of
    /// them may give up sooner by its own token. Over zero, at most 10 minutes. Default: 30 seconds.
    /// </summary>
    [Duration(Minutes = 10)]
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal CachingOptions Copy() => (CachingOptions)MemberwiseClone();
}
