using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Loading;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>
/// The launch configurations of one storage under the keys that were asked, and the keys that have none. Three caches, so that keys which anyone can
/// make up (unknown ones, and those that <c>default</c> answers) push nothing out but their like (rule H5).
/// </summary>
internal sealed class LaunchCache
{
    private readonly ILaunchConfigStore _inner;
    private readonly CachingOptions _options;
    private readonly Lifetimes _lifetimes;
    private readonly CacheCounters _counters;
    private readonly ClientChanges _changes;
    private readonly SingleFlight<LaunchCacheKey, LtiLaunchConfig?> _loads;
    private readonly BoundedCache<LaunchCacheKey, LaunchEntry>? _exact;
    private readonly BoundedCache<LaunchCacheKey, LaunchEntry>? _throughDefault;
    private readonly BoundedCache<LaunchCacheKey, LaunchEntry>? _unknown;

    public LaunchCache(ILaunchConfigStore inner, CachingOptions options, Clock clock, TimeProvider time, CacheCounters counters)
    {
        _inner = inner;
        _options = options;
        _lifetimes = new(clock, options.Jitter);
        _counters = counters;
        _changes = new(options.LaunchConfigCapacity);

        // While a client is being changed its launches are not shared: what one caller read may be older than what another has seen since.
        _loads = new(LoadAsync, (key, load) => _changes.NothingSince(load.Change, _changes.AnyName, key.Name), Keep, options.LoadTimeout, time);
        if (options.CacheLaunchConfigs)
        {
            _exact = new(options.LaunchConfigCapacity, counters.EvictionsOf(CachingMetrics.LaunchCache));
            _throughDefault = new(options.LaunchConfigCapacity, counters.EvictionsOf(CachingMetrics.DefaultLaunchCache));
        }

        if (options.CacheUnknownLaunches)
        {
            _unknown = new(options.UnknownLaunchCapacity, counters.EvictionsOf(CachingMetrics.UnknownLaunchCache));
        }
    }

    /// <summary>How many entries there are, and loads under way.</summary>
    public (int Exact, int ThroughDefault, int Unknown, int Loads) Counts => (_exact?.Count ?? 0, _throughDefault?.Count ?? 0, _unknown?.Count ?? 0, _loads.Count);

    public ValueTask<LtiLaunchConfig?> FindAsync(LaunchKey asked, CancellationToken cancellationToken)
    {
        var key = new LaunchCacheKey(asked);
        if (TryGet(_exact, CachingMetrics.LaunchCache, key, out var config)
            || TryGet(_throughDefault, CachingMetrics.DefaultLaunchCache, key, out config)
            || TryGet(_unknown, CachingMetrics.UnknownLaunchCache, key, out config))
        {
            return new(config);
        }

        _counters.Miss(CachingMetrics.LaunchCache);
        return _loads.JoinAsync(key, new Load(_changes.Last, _lifetimes.Now), cancellationToken);
    }

    public void BeginChange(Guid ltiClientId) => _changes.Begin(ltiClientId);

    public void BeginChange(ClientName name) => _changes.Begin(name);

    public void EndChange(Guid ltiClientId, ChangeOutcome outcome) => _changes.End(ltiClientId, MayHaveHappened(outcome));

    public void EndChange(ClientName name, ChangeOutcome outcome) => _changes.End(name, MayHaveHappened(outcome));

    /// <summary>A client has taken a name.</summary>
    public void Invalidate(ClientName name) => _changes.Add(name);

    /// <summary>Another program has changed a client.</summary>
    public void Invalidate(Guid ltiClientId)
    {
        _counters.Invalidated(CachingMetrics.LaunchCache, CachingMetrics.ReportSource);
        _changes.Add(ltiClientId);
    }

    /// <summary>Anything may have changed, by what the source says.</summary>
    public void InvalidateAll(string source)
    {
        _counters.Invalidated(CachingMetrics.LaunchCache, source);
        _changes.AddAll();
    }

    private bool TryGet(BoundedCache<LaunchCacheKey, LaunchEntry>? cache, string name, in LaunchCacheKey key, out LtiLaunchConfig? config)
    {
        config = null;
        if (cache is null || !cache.TryGet(key, out var entry))
        {
            return false;
        }

        var isOver = !_lifetimes.Now.IsBefore(entry.Ends);
        if (!isOver && _changes.NothingSince(entry.Change, entry.Slot, key.Name))
        {
            _counters.Hit(name);
            config = entry.Config;
            return true;
        }

        // While its client is being changed an entry only waits: the change may not happen.
        if (isOver || _changes.ChangedSince(entry.Change, entry.Slot, key.Name))
        {
            cache.Remove(key, entry);
        }

        return false;
    }

    private ValueTask<LtiLaunchConfig?> LoadAsync(LaunchCacheKey key, CancellationToken cancellationToken)
    {
        _counters.Load(CachingMetrics.LaunchCache);
        return _inner.FindLaunchConfigAsync(key.Key, cancellationToken);
    }

    private void Keep(LaunchCacheKey key, Load load, LtiLaunchConfig? config)
    {
        var slot = config is null ? _changes.AnyName : _changes.SlotOf(config.LtiClientId);

        // What has been overtaken would not be handed out, but it could take the place of what is newer.
        if (_changes.NothingSince(load.Change, slot, key.Name))
        {
            var lifetime = config is null ? _options.UnknownLaunchLifetime : _options.LaunchConfigLifetime;
            CacheOf(config)?.Set(key, new(config, load.Change, _lifetimes.End(load.Began, lifetime), slot));
        }
    }

    private BoundedCache<LaunchCacheKey, LaunchEntry>? CacheOf(LtiLaunchConfig? config) => config?.Match switch
    {
        null => _unknown,
        LaunchConfigMatch.Default => _throughDefault,
        _ => _exact,
    };

    private bool MayHaveHappened(ChangeOutcome outcome)
    {
        if (outcome == ChangeOutcome.Unknown)
        {
            _lifetimes.BeginDoubt();
        }

        if (outcome == ChangeOutcome.NotApplied)
        {
            return false;
        }

        _counters.Invalidated(CachingMetrics.LaunchCache, CachingMetrics.ChangeSource);
        return true;
    }
}
