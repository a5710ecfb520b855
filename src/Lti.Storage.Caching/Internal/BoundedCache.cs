using System.Diagnostics.CodeAnalysis;
using BitFaster.Caching.Lru;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal;

/// <summary>So many entries at most; those found least go first. Whether an entry still holds is its owner's business.</summary>
internal sealed class BoundedCache<TKey, TEntry>(int capacity, Action evicted)
    where TKey : notnull
    where TEntry : class
{
    // As ConcurrentLru, but counting evictions alone: a hit need not be counted there and here.
    private readonly ConcurrentLruCore<TKey, TEntry, LruItem<TKey, TEntry>, LruPolicy<TKey, TEntry>, EvictionTelemetry<TKey, TEntry>> _lru
        = new(Environment.ProcessorCount, new FavorWarmPartition(capacity), EqualityComparer<TKey>.Default, default, new(evicted));

    public int Count => _lru.Count;

    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TEntry entry) => _lru.TryGet(key, out entry);

    public void Set(TKey key, TEntry entry) => _lru.AddOrUpdate(key, entry);

    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TEntry entry) => _lru.TryRemove(key, out entry);

    /// <summary>Removes an entry, unless another has taken its place.</summary>
    public void Remove(in TKey key, TEntry entry) => _lru.TryRemove(KeyValuePair.Create(key, entry));
}
