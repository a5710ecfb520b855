namespace Lti.Storage.Caching;

/// <summary>
/// The names of what the cache counts, for whoever listens (<c>System.Diagnostics.Metrics</c>). All are counters since the cache was made, tagged by
/// <see cref="CacheTag"/>. They stay as they are from version to version, and cost next to nothing while nobody listens.
/// </summary>
public static class CachingMetrics
{
    /// <summary>The meter: <c>Lti.Storage.Caching</c>. Each cache has a meter of its own of this name.</summary>
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
    /// Times that entries were made invalid: by a change through this storage or by a report. One for each client or session, or for all at once,
    /// whether it was cached or not.
    /// </summary>
    public const string Invalidations = "lti_storage.cache.invalidations";

    /// <summary>The tag that names the cache: <c>cache</c>.</summary>
    public const string CacheTag = "cache";

    /// <summary>Launch configurations whose deployment is stored.</summary>
    public const string LaunchCache = "launch";

    /// <summary>Launch configurations found through <c>default</c>.</summary>
    public const string DefaultLaunchCache = "launch_default";

    /// <summary>Keys without a launch configuration.</summary>
    public const string UnknownLaunchCache = "launch_unknown";

    /// <summary>Sessions.</summary>
    public const string SessionCache = "session";
}
