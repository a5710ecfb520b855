namespace Lti.Storage.Caching;

/// <summary>
/// The names of what the cache counts, for whoever listens (<c>System.Diagnostics.Metrics</c>). All are counters, tagged by <see cref="CacheTag"/>.
/// They stay as they are from version to version, and cost next to nothing while nobody listens.
/// </summary>
public static class CachingMetrics
{
    /// <summary>
    /// The meter: <c>Lti.Storage.Caching</c>. A cache that was made without a container has a meter of its own of this name, which ends with it. In a
    /// container it is the one of the <c>IMeterFactory</c>, where there is one: caches of one container then count together, and the factory ends it.
    /// </summary>
    public const string MeterName = "Lti.Storage.Caching";

    /// <summary>Finds that were answered from a cache.</summary>
    public const string Hits = "lti_storage.cache.hits";

    /// <summary>Finds that were not. Those of launch configurations count as <see cref="LaunchCache"/>.</summary>
    public const string Misses = "lti_storage.cache.misses";

    /// <summary>Reads of the inner storage: fewer than the misses, where many wait for one.</summary>
    public const string Loads = "lti_storage.cache.loads";

    /// <summary>Entries that made room for others.</summary>
    public const string Evictions = "lti_storage.cache.evictions";

    /// <summary>
    /// Times that entries were made invalid, tagged by <see cref="SourceTag"/> too: by changes through this storage, and by reports. One for each client or
    /// session, or for all at once, whether it was cached or not; a session that is added makes nothing invalid. A source that reports its subscriber's own
    /// changes too, as PostgreSQL's does, makes these count once by either: what others changed is about the difference.
    /// </summary>
    public const string Invalidations = "lti_storage.cache.invalidations";

    /// <summary>The tag that names the cache: <c>cache</c>.</summary>
    public const string CacheTag = "cache";

    /// <summary>The tag that names what made entries invalid: <c>source</c>.</summary>
    public const string SourceTag = "source";

    /// <summary>A change through this storage. One that was refused, or is known not to have happened, makes nothing invalid.</summary>
    public const string ChangeSource = "change";

    /// <summary>A report of an <see cref="IInvalidationSource"/>.</summary>
    public const string ReportSource = "report";

    /// <summary>Launch configurations whose deployment is stored.</summary>
    public const string LaunchCache = "launch";

    /// <summary>Launch configurations found through <c>default</c>.</summary>
    public const string DefaultLaunchCache = "launch_default";

    /// <summary>Keys without a launch configuration.</summary>
    public const string UnknownLaunchCache = "launch_unknown";

    /// <summary>Sessions.</summary>
    public const string SessionCache = "session";
}
