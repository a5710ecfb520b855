namespace Lti.Storage.Caching;

/// <summary>The names of the cache's metrics (<c>System.Diagnostics.Metrics</c>).</summary>
/// <remarks>
/// Each metric has the tag <see cref="CacheTag"/>. The names do not change between versions. A listener that throws changes no outcome of
/// the storage; its exception is written to <c>System.Diagnostics.Trace</c>.
/// </remarks>
public static class CachingMetrics
{
    /// <summary>The meter: <c>Lti.Storage.Caching</c>.</summary>
    /// <remarks>
    /// A cache that is made without a container has its own meter of this name and disposes it. In a container the meter comes from the
    /// <c>IMeterFactory</c>, if there is one. Caches of one container without a name then count together, and the factory disposes the
    /// meter.
    /// </remarks>
    public const string MeterName = "Lti.Storage.Caching";

    /// <summary>Counter: finds answered from a cache.</summary>
    public const string Hits = "lti_storage.cache.hits";

    /// <summary>Counter: finds not answered from a cache.</summary>
    /// <remarks>
    /// A find counts as <see cref="LaunchCache"/>, <see cref="ClientCache"/>, <see cref="ClientListCache"/> or <see cref="SessionCache"/>.
    /// Its answer does not matter. <see cref="Loads"/> count in the same way.
    /// </remarks>
    public const string Misses = "lti_storage.cache.misses";

    /// <summary>Counter: reads of the inner storage. Concurrent misses of one key share a read.</summary>
    public const string Loads = "lti_storage.cache.loads";

    /// <summary>Counter: entries removed to make room for others.</summary>
    public const string Evictions = "lti_storage.cache.evictions";

    /// <summary>Counter: invalidations by changes and by reports. They have the tag <see cref="SourceTag"/>.</summary>
    /// <remarks>
    /// A change or report counts once for a client or session, or once for all of them, whether it was cached or not. A client counts as
    /// <see cref="LaunchCache"/> and as <see cref="ClientCache"/>. A session that is added invalidates nothing. A source that reports its
    /// subscriber's own changes too, as PostgreSQL's does, makes these count once by each tag.
    /// </remarks>
    public const string Invalidations = "lti_storage.cache.invalidations";

    /// <summary>
    /// Up-down counter: the estimated size of the cached sessions in bytes, as <see cref="CachingOptions.SessionCacheBytes"/> counts it.
    /// </summary>
    public const string Bytes = "lti_storage.cache.bytes";

    /// <summary>The tag that names the cache: <c>cache</c>.</summary>
    public const string CacheTag = "cache";

    /// <summary>The tag with the storage's name: <c>lti_storage.name</c>. Absent if it has none.</summary>
    /// <remarks>The name is <see cref="LtiStorageProvider.Name"/>.</remarks>
    public const string StorageNameTag = "lti_storage.name";

    /// <summary>The tag that names the source of an invalidation: <c>source</c>.</summary>
    public const string SourceTag = "source";

    /// <summary>Source: a change through this storage. A rejected change invalidates nothing.</summary>
    public const string ChangeSource = "change";

    /// <summary>Source: a report of an <see cref="IInvalidationSource"/>.</summary>
    public const string ReportSource = "report";

    /// <summary>Cache: launches that are found and whose deployment is stored.</summary>
    public const string LaunchCache = "launch";

    /// <summary>Cache: launches found through <c>default</c>.</summary>
    public const string DefaultLaunchCache = "launch_default";

    /// <summary>Cache: launches that are refused. The client or deployment is unknown, disabled or pending.</summary>
    public const string UnknownLaunchCache = "launch_unknown";

    /// <summary>Cache: enabled clients by issuer and client id.</summary>
    public const string ClientCache = "client";

    /// <summary>Cache: issuers and client ids without an enabled client.</summary>
    public const string UnknownClientCache = "client_unknown";

    /// <summary>Cache: lists of all clients of an issuer and of its clients with one deployment.</summary>
    public const string ClientListCache = "client_list";

    /// <summary>Cache: lists without an enabled client.</summary>
    public const string UnknownClientListCache = "client_list_unknown";

    /// <summary>Cache: sessions.</summary>
    public const string SessionCache = "session";

    /// <summary>The caches that a change of a client invalidates.</summary>
    internal static IReadOnlyList<string> CachesOfClients { get; } = [LaunchCache, ClientCache];
}
