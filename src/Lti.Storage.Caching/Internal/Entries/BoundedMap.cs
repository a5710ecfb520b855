using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Lti.Storage.Caching.Internal.Entries;

/// <summary>A map whose entries never weigh more than its capacity. It evicts by SIEVE; a hit takes no lock.</summary>
/// <remarks>
/// SIEVE keeps the entries in order of insertion. A hand moves from the oldest to the newest: it spares each entry that was found since it
/// last passed, and evicts the first that was not. The map does not refer to a removed entry any more.
/// </remarks>
/// <param name="capacity">The most that all entries may weigh together.</param>
/// <param name="weigh">The weight of an entry. It is over zero and does not change.</param>
internal sealed class BoundedMap<TKey, TEntry>(long capacity, Func<TEntry, long> weigh)
    where TKey : notnull
    where TEntry : class
{
    private readonly ConcurrentDictionary<TKey, MapNode<TKey, TEntry>> _nodes = new();
    private readonly Lock _lock = new();
    private MapNode<TKey, TEntry>? _oldest;
    private MapNode<TKey, TEntry>? _newest;
    private MapNode<TKey, TEntry>? _hand;
    private int _count;
    private long _weight;

    /// <summary>How many entries there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The weight of all entries together.</summary>
    public long Weight => Volatile.Read(ref _weight);

    /// <summary>Finds an entry.</summary>
    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TEntry entry)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            entry = null;
            return false;
        }

        // Written only once: concurrent hits of one entry share its cache line.
        if (!node.IsVisited)
        {
            node.IsVisited = true;
        }

        entry = node.Entry;
        return true;
    }

    /// <summary>Adds an entry or replaces the one of the same key. An entry over the whole capacity is not added.</summary>
    public MapChange Set(TKey key, TEntry entry)
    {
        var node = new MapNode<TKey, TEntry>(key, entry, weigh(entry));
        lock (_lock)
        {
            var before = _weight;
            if (node.Weight > capacity)
            {
                Remove(key);
                return new(0, _weight - before);
            }

            if (_nodes.TryGetValue(key, out var replaced))
            {
                Unlink(replaced);
            }

            var evicted = 0;
            for (; _weight + node.Weight > capacity; evicted++)
            {
                Evict();
            }

            Link(node);
            _nodes[key] = node;
            return new(evicted, _weight - before);
        }
    }

    /// <summary>Removes the entry of a key.</summary>
    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TEntry entry, out MapChange change)
    {
        lock (_lock)
        {
            var removed = Remove(key);
            entry = removed?.Entry;
            change = new(0, -(removed?.Weight ?? 0));
            return removed is not null;
        }
    }

    /// <summary>Removes an entry unless another has replaced it.</summary>
    public MapChange Remove(TKey key, TEntry entry)
    {
        lock (_lock)
        {
            return _nodes.TryGetValue(key, out var node) && ReferenceEquals(node.Entry, entry) ? new(0, -Remove(key)!.Weight) : default;
        }
    }

    /// <summary>Removes each entry that a condition names. It looks at the entries without the lock.</summary>
    public MapChange RemoveWhere(Func<TKey, TEntry, bool> condition)
    {
        var weight = 0L;
        foreach (var (key, node) in _nodes)
        {
            if (condition(key, node.Entry))
            {
                weight += Remove(key, node.Entry).Weight;
            }
        }

        return new(0, weight);
    }

    /// <summary>Removes all entries.</summary>
    public MapChange Clear()
    {
        lock (_lock)
        {
            var weight = _weight;
            _nodes.Clear();
            _oldest = _newest = _hand = null;
            _count = 0;
            _weight = 0;
            return new(0, -weight);
        }
    }

    private MapNode<TKey, TEntry>? Remove(TKey key)
    {
        if (_nodes.TryRemove(key, out var node))
        {
            Unlink(node);
        }

        return node;
    }

    // Bounded: after one round each entry is evicted even if it was found meanwhile.
    private void Evict()
    {
        var node = _hand ?? _oldest!;
        for (var left = _count; node.IsVisited && left > 0; left--)
        {
            node.IsVisited = false;
            node = node.Newer ?? _oldest!;
        }

        _hand = node;
        Remove(node.Key);
    }

    private void Link(MapNode<TKey, TEntry> node)
    {
        node.Older = _newest;
        if (_newest is null)
        {
            _oldest = node;
        }
        else
        {
            _newest.Newer = node;
        }

        _newest = node;
        _count++;
        _weight += node.Weight;
    }

    private void Unlink(MapNode<TKey, TEntry> node)
    {
        if (node.Older is null)
        {
            _oldest = node.Newer;
        }
        else
        {
            node.Older.Newer = node.Newer;
        }

        if (node.Newer is null)
        {
            _newest = node.Older;
        }
        else
        {
            node.Newer.Older = node.Older;
        }

        if (_hand == node)
        {
            _hand = node.Newer;
        }

        _count--;
        _weight -= node.Weight;
    }
}
