using Lti.Storage.Caching.Internal.Changes;
using Lti.Storage.Caching.Internal.Entries;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Loading;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>Caches the launch configurations of one storage by launch key. It also caches that a key has none.</summary>
/// <remarks>
/// There are three maps, because anyone can make up unknown keys and keys that <c>default</c> answers. Each kind evicts only entries of its
/// own (rule H5). <see cref="ChangeLog"/> states the invariant. A client has a slot by its internal id and one by its name, which is its
/// issuer and client ID. An answer without a client has the extra slot: a change by an internal id may concern any name.
/// </remarks>
internal sealed class LaunchCache : IDisposable
{
    private readonly ILaunchStore _inner;
    private readonly CachingOptions _options;
    private readonly Lifetimes _lifetimes;
    private readonly CacheCounters _counters;
    private readonly ChangeLog _changes;
    private readonly SharedLoads<LaunchCacheKey, LtiLaunchConfig?> _loads;
    private readonly LaunchMap? _exact;
    private readonly LaunchMap? _throughDefault;
    private readonly LaunchMap? _unknown;
    private readonly Sweeper _sweeper;

    public LaunchCache(ILaunchStore inner, CachingOptions options, Clock clock, TimeProvider time, CacheCounters counters)
    {
        _inner = inner;
        _options = options;
        _lifetimes = new(clock, options.Jitter);
        _counters = counters;

        // With four slots for an entry, at most one change in four drops another client's entry.
        _changes = new(Math.Max(4 * options.LaunchConfigCapacity, 1024));

        // The client of a load is not known before its answer: any change by an internal id may concern it.
        _loads = new(ReadAsync, (key, load) => Holds(key, load, _changes.Extra), Keep, options.LoadTimeout, time);
        if (options.CacheLaunchConfigs)
        {
            _exact = new(CachingMetrics.LaunchCache, options.LaunchConfigCapacity);
            _throughDefault = new(CachingMetrics.DefaultLaunchCache, options.LaunchConfigCapacity);
        }

        if (options.CacheUnknownLaunches)
        {
            _unknown = new(CachingMetrics.UnknownLaunchCache, options.UnknownLaunchCapacity);
        }

        _sweeper = new(time, Sweep);
    }

    /// <summary>The number of entries and of loads in progress.</summary>
    public (int Exact, int ThroughDefault, int Unknown, int Loads) Counts
        => (_exact?.Entries.Count ?? 0, _throughDefault?.Entries.Count ?? 0, _unknown?.Entries.Count ?? 0, _loads.Count);

    public ValueTask<LtiLaunchConfig?> FindAsync(LaunchKey asked, CancellationToken cancellationToken)
    {
        var key = new LaunchCacheKey(asked);
        var now = _lifetimes.Now;
        if (TryGet(_exact, key, now, out var config)
            || TryGet(_throughDefault, key, now, out config)
            || TryGet(_unknown, key, now, out config))
        {
            return new(config);
        }

        var found = _loads.JoinAsync(key, new(_changes.Last, now), cancellationToken);
        _counters.Miss(CachingMetrics.LaunchCache);
        return found;
    }

    /// <summary>Call it before a client or one of its deployments is changed.</summary>
    public void BeginChange(ClientKey clientKey)
    {
        _changes.Begin(_changes.Extra);
        _changes.Begin(SlotOf(clientKey));
    }

    /// <summary>Call it before a client of this name is added or saved.</summary>
    public void BeginChange(ClientName name) => _changes.Begin(SlotOf(name));

    /// <summary>Call it after the change or after its failure.</summary>
    public void EndChange(ClientKey clientKey, ChangeOutcome outcome)
    {
        if (_lifetimes.MayHaveHappened(outcome))
        {
            Invalidate(clientKey, CachingMetrics.ChangeSource);
        }

        _changes.End(SlotOf(clientKey));
        _changes.End(_changes.Extra);
    }

    /// <summary>Call it after the change or after its failure.</summary>
    public void EndChange(ClientName name, ChangeOutcome outcome)
    {
        if (_lifetimes.MayHaveHappened(outcome))
        {
            Invalidate(name);
            _counters.Invalidated(CachingMetrics.LaunchCache, CachingMetrics.ChangeSource);
        }

        _changes.End(SlotOf(name));
    }

    /// <summary>Drops all answers under a name that a client has taken.</summary>
    public void Invalidate(ClientName name) => _changes.Mark(SlotOf(name));

    /// <summary>Drops all answers that a client's change may concern.</summary>
    public void Invalidate(ClientKey clientKey, string source)
    {
        _changes.Mark(SlotOf(clientKey));
        _changes.Mark(_changes.Extra);
        _counters.Invalidated(CachingMetrics.LaunchCache, source);
    }

    /// <summary>Drops all answers: anything may have changed.</summary>
    public void InvalidateAll(string source)
    {
        _changes.Mark(_changes.AllKeys);
        Clear();
        _counters.Invalidated(CachingMetrics.LaunchCache, source);
    }

    /// <summary>Drops all answers for good: a change of all keys begins and never ends.</summary>
    public void Dispose()
    {
        _changes.Begin(_changes.AllKeys);
        Clear();
        _sweeper.Dispose();
    }

    private int SlotOf(ClientKey clientKey) => _changes.SlotOf(clientKey.GetHashCode());

    private int SlotOf(ClientName name) => _changes.SlotOf(name.Hash);

    private int SlotOf(LtiLaunchConfig? config) => config is null ? _changes.Extra : SlotOf(config.ClientKey);

    private bool Holds(in LaunchCacheKey key, Load<LtiLaunchConfig?> load, int clientSlot)
        => _changes.NothingSince(load.Number, clientSlot) && _changes.NothingSince(load.Number, SlotOf(key.Name)) && !load.IsOvertaken;

    private bool IsOver(in LaunchCacheKey key, Load<LtiLaunchConfig?> load, Moment now)
        => !now.IsBefore(load.Ends)
            || load.IsOvertaken
            || _changes.ChangedSince(load.Number, SlotOf(load.Value))
            || _changes.ChangedSince(load.Number, SlotOf(key.Name));

    private bool TryGet(LaunchMap? map, in LaunchCacheKey key, Moment now, out LtiLaunchConfig? config)
    {
        config = null;
        if (map is null || !map.Entries.TryGet(key, out var load))
        {
            return false;
        }

        if (now.IsBefore(load.Ends) && Holds(key, load, SlotOf(load.Value)))
        {
            _counters.Hit(map.Name);
            config = load.Value;
            return true;
        }

        // While its client is being changed an entry stays: the change may fail.
        if (IsOver(key, load, now))
        {
            map.Entries.Remove(key, load);
        }

        return false;
    }

    private ValueTask<LtiLaunchConfig?> ReadAsync(LaunchCacheKey key, CancellationToken cancellationToken)
    {
        _counters.Load(CachingMetrics.LaunchCache);
        return _inner.FindLaunchConfigAsync(key.Key, cancellationToken);
    }

    private void Keep(LaunchCacheKey key, Load<LtiLaunchConfig?> load, LtiLaunchConfig? config)
    {
        // An overtaken answer would not be used, but it could replace a newer one.
        if (MapOf(config) is not { } map || !Holds(key, load, SlotOf(config)))
        {
            return;
        }

        load.Keep(config, _lifetimes.End(load.Began, config is null ? _options.UnknownLaunchLifetime : _options.LaunchConfigLifetime));
        var change = map.Entries.Set(key, load);
        _sweeper.Schedule();
        _counters.Evicted(map.Name, change.Evicted);
    }

    private LaunchMap? MapOf(LtiLaunchConfig? config) => config?.Match switch
    {
        null => _unknown,
        LaunchConfigMatch.Default => _throughDefault,
        _ => _exact,
    };

    private void Clear()
    {
        _exact?.Entries.Clear();
        _throughDefault?.Entries.Clear();
        _unknown?.Entries.Clear();
    }

    private bool Sweep()
    {
        var now = _lifetimes.Now;
        return Sweep(_exact, now) | Sweep(_throughDefault, now) | Sweep(_unknown, now);
    }

    private bool Sweep(LaunchMap? map, Moment now)
    {
        map?.Entries.RemoveWhere((key, load) => IsOver(key, load, now));
        return map?.Entries.Count > 0;
    }
}
