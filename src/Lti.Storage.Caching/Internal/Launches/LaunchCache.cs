using System.Diagnostics.CodeAnalysis;
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
    private readonly BoundedCache<LaunchCacheKey, UnknownLaunch>? _unknown;

    public LaunchCache(ILaunchConfigStore inner, CachingOptions options, Lifetimes lifetimes, TimeProvider clock, CacheCounters counters)
    {
        _inner = inner;
        _options = options;
        _lifetimes = lifetimes;
        _counters = counters;
        _changes = new(options.LaunchConfigCapacity);

        // While a client is being changed nothing is shared: what one caller read may be older than what another has seen since.
        _loads = new(LoadAsync, load => _changes.NothingSince(load.Change), Keep, options.LoadTimeout, clock);
        if (options.CacheLaunchConfigs)
        {
            _exact = new(options.LaunchConfigCapacity);
            _throughDefault = new(options.LaunchConfigCapacity);
            counters.CountEvictions(CachingMetrics.LaunchCache, () => _exact.Evicted);
            counters.CountEvictions(CachingMetrics.DefaultLaunchCache, () => _throughDefault.Evicted);
        }

        if (options.CacheUnknownLaunches)
        {
            _unknown = new(options.UnknownLaunchCapacity);
            counters.CountEvictions(CachingMetrics.UnknownLaunchCache, () => _unknown.Evicted);
        }
    }

    /// <summary>How many entries there are, and loads under way.</summary>
    public (int Exact, int ThroughDefault, int Unknown, int Loads) Counts => (_exact?.Count ?? 0, _throughDefault?.Count ?? 0, _unknown?.Count ?? 0, _loads.Count);

    public ValueTask<LtiLaunchConfig?> FindAsync(LaunchKey asked, CancellationToken cancellationToken)
    {
        var key = new LaunchCacheKey(asked);
        if (TryGet(_exact, key, out var found))
        {
            _counters.Hit(CachingMetrics.LaunchCache);
            return new(found);
        }

        if (TryGet(_throughDefault, key, out found))
        {
            _counters.Hit(CachingMetrics.DefaultLaunchCache);
            return new(found);
        }

        if (IsUnknown(key))
        {
            _counters.Hit(CachingMetrics.UnknownLaunchCache);
            return new(result: null);
        }

        _counters.Miss(CachingMetrics.LaunchCache);
        return _loads.JoinAsync(key, new Load(_changes.Last, _lifetimes.Now), cancellationToken);
    }

    public void BeginChange(Guid ltiClientId) => _changes.Begin(_changes.SlotOf(ltiClientId));

    public void EndChange(Guid ltiClientId) => _changes.End(Invalidated(_changes.SlotOf(ltiClientId)));

    public void BeginChange(string? issuer, string? clientId) => _changes.Begin(_changes.SlotOf(issuer, clientId));

    public void EndChange(string? issuer, string? clientId) => _changes.End(Invalidated(_changes.SlotOf(issuer, clientId)));

    /// <summary>A client has taken a name.</summary>
    public void Invalidate(string issuer, string clientId) => _changes.Add(_changes.SlotOf(issuer, clientId));

    /// <summary>Another program has changed a client.</summary>
    public void Invalidate(Guid ltiClientId) => _changes.Add(Invalidated(_changes.SlotOf(ltiClientId)));

    public void InvalidateAll()
    {
        _counters.Invalidated(CachingMetrics.LaunchCache);
        _changes.AddAll();
    }

    private bool TryGet(BoundedCache<LaunchCacheKey, LaunchEntry>? cache, in LaunchCacheKey key, [NotNullWhen(true)] out LtiLaunchConfig? config)
    {
        config = null;
        if (cache is null || !cache.TryGet(key, out var entry))
        {
            return false;
        }

        if (_lifetimes.Now >= entry.Ends || !Holds(entry))
        {
            cache.Remove(key, entry);
            return false;
        }

        config = entry.Config;
        return true;
    }

    private bool IsUnknown(in LaunchCacheKey key)
    {
        if (_unknown is null || !_unknown.TryGet(key, out var entry))
        {
            return false;
        }

        if (_lifetimes.Now >= entry.Ends || !_changes.NothingSince(entry.Change))
        {
            _unknown.Remove(key, entry);
            return false;
        }

        return true;
    }

    private ValueTask<LtiLaunchConfig?> LoadAsync(LaunchCacheKey key, CancellationToken cancellationToken)
    {
        _counters.Load(CachingMetrics.LaunchCache);
        return _inner.FindLaunchConfigAsync(key.Key, cancellationToken);
    }

    private void Keep(LaunchCacheKey key, Load load, LtiLaunchConfig? config)
    {
        // What has been overtaken would not be handed out, but it could take the place of what is newer.
        if (config is null)
        {
            if (_changes.NothingSince(load.Change))
            {
                _unknown?.Set(key, new(load.Change, _lifetimes.End(load.Began, _options.UnknownLaunchLifetime)));
            }

            return;
        }

        var entry = new LaunchEntry(
            config,
            load.Change,
            _lifetimes.End(load.Began, _options.LaunchConfigLifetime),
            _changes.SlotOf(config.LtiClientId),
            _changes.SlotOf(key.Key.Issuer, key.Key.ClientId));
        if (Holds(entry))
        {
            (config.Match == LaunchConfigMatch.Default ? _throughDefault : _exact)?.Set(key, entry);
        }
    }

    private bool Holds(LaunchEntry entry) => _changes.NothingSince(entry.Change, entry.IdSlot) && _changes.NothingSince(entry.Change, entry.NameSlot);

    private int Invalidated(int slot)
    {
        _counters.Invalidated(CachingMetrics.LaunchCache);
        return slot;
    }
}
