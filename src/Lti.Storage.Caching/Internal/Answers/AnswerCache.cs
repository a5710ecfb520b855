using Lti.Storage.Caching.Internal.Entries;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Loading;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal.Answers;

/// <summary>Caches the answers of one find about clients. It also caches refusals: answers that accept no login and no launch.</summary>
/// <remarks>
/// There is a map for each <see cref="AnswerKind"/>, because anyone can make up keys that are refused or that <c>default</c> answers.
/// <see cref="ClientChanges"/> knows which answers a change concerns.
/// </remarks>
internal abstract class AnswerCache<TKey, TAnswer> : IDisposable
    where TKey : struct, IAnswerKey
{
    private readonly Lifetimes _lifetimes;
    private readonly CacheCounters _counters;
    private readonly SharedLoads<TKey, TAnswer> _loads;
    private readonly AnswerNames _names;
    private readonly AnswerMap<TKey, TAnswer>?[] _maps;
    private readonly Sweeper _sweeper;

    protected AnswerCache(AnswerCacheParts parts, AnswerNames names)
    {
        var options = parts.Options;
        Inner = parts.Inner;
        Changes = parts.Changes;
        _lifetimes = parts.Lifetimes;
        _counters = parts.Counters;
        _names = names;

        // The client of a load is not known before its answer: any change by an internal id may concern it.
        _loads = new(LoadAsync, (key, load) => Holds(key, load, Changes.AnyClient), Keep, options.LoadTimeout, parts.Time);
        _maps =
        [
            MapOf(options.CacheLaunchConfigs ? names.Stored : null, options.LaunchConfigCapacity, options.LaunchConfigLifetime),
            MapOf(options.CacheLaunchConfigs ? names.ThroughDefault : null, options.LaunchConfigCapacity, options.LaunchConfigLifetime),
            MapOf(options.CacheUnknownLaunches ? names.Refused : null, options.UnknownLaunchCapacity, options.UnknownLaunchLifetime),
        ];
        _sweeper = new(parts.Time, Sweep);
    }

    /// <summary>The number of entries and of loads in progress.</summary>
    public (int Stored, int ThroughDefault, int Refused, int Loads) Counts
        => (CountOf(AnswerKind.Stored), CountOf(AnswerKind.ThroughDefault), CountOf(AnswerKind.Refused), _loads.Count);

    protected ILtiStorage Inner { get; }

    protected ClientChanges Changes { get; }

    public ValueTask<TAnswer> FindAsync(in TKey key, CancellationToken cancellationToken)
    {
        var now = _lifetimes.Now;
        foreach (var map in _maps)
        {
            if (map is not null && TryGet(map, key, now) is { } load)
            {
                return new(load.Value);
            }
        }

        var found = _loads.JoinAsync(key, new(Changes.Last, now), cancellationToken);
        _counters.Miss(_names.Stored);
        return found;
    }

    /// <summary>Releases all entries.</summary>
    public void Clear()
    {
        foreach (var map in _maps)
        {
            map?.Entries.Clear();
        }
    }

    public void Dispose()
    {
        Clear();
        _sweeper.Dispose();
    }

    /// <summary>Reads from the inner storage.</summary>
    protected abstract ValueTask<TAnswer> ReadAsync(TKey key, CancellationToken cancellationToken);

    protected abstract AnswerKind KindOf(TAnswer answer);

    /// <summary>The slot that changes by an internal id mark if they concern the answer.</summary>
    protected abstract int SlotOf(TAnswer answer);

    /// <summary>The weight of an answer: how many clients it holds, at least one.</summary>
    protected virtual int WeightOf(TAnswer answer) => 1;

    private AnswerMap<TKey, TAnswer>? MapOf(string? name, int capacity, TimeSpan lifetime)
        => name is null ? null : new(name, capacity, lifetime, WeightOf);

    private int CountOf(AnswerKind kind) => _maps[(int)kind]?.Entries.Count ?? 0;

    private bool Holds(in TKey key, Load<TAnswer> load, int clientSlot)
        => Changes.NothingSince(load.Number, clientSlot, Changes.SlotOf(key.NameHash)) && !load.IsOvertaken;

    private bool IsOver(in TKey key, Load<TAnswer> load, Moment now)
        => !now.IsBefore(load.Ends)
            || load.IsOvertaken
            || Changes.ChangedSince(load.Number, SlotOf(load.Value), Changes.SlotOf(key.NameHash));

    private Load<TAnswer>? TryGet(AnswerMap<TKey, TAnswer> map, in TKey key, Moment now)
    {
        if (!map.Entries.TryGet(key, out var load))
        {
            return null;
        }

        if (now.IsBefore(load.Ends) && Holds(key, load, SlotOf(load.Value)))
        {
            _counters.Hit(map.Name);
            return load;
        }

        // While its client is being changed an entry stays: the change may fail.
        if (IsOver(key, load, now))
        {
            map.Entries.Remove(key, load);
        }

        return null;
    }

    private ValueTask<TAnswer> LoadAsync(TKey key, CancellationToken cancellationToken)
    {
        _counters.Load(_names.Stored);
        return ReadAsync(key, cancellationToken);
    }

    private void Keep(TKey key, Load<TAnswer> load, TAnswer answer)
    {
        // An overtaken answer would not be used, but it could replace a newer one.
        if (_maps[(int)KindOf(answer)] is not { } map || !Holds(key, load, SlotOf(answer)))
        {
            return;
        }

        // An older answer of another kind would be found before this one.
        foreach (var other in _maps)
        {
            if (other != map)
            {
                other?.Entries.TryRemove(key, out _, out _);
            }
        }

        load.Keep(answer, _lifetimes.End(load.Began, map.Lifetime));
        var change = map.Entries.Set(key, load);
        _sweeper.Schedule();
        _counters.Evicted(map.Name, change.Evicted);
    }

    private bool Sweep()
    {
        var now = _lifetimes.Now;
        var isAnyLeft = false;
        foreach (var map in _maps)
        {
            map?.Entries.RemoveWhere((key, load) => IsOver(key, load, now));
            isAnyLeft |= map?.Entries.Count > 0;
        }

        return isAnyLeft;
    }
}
