using System.Diagnostics.CodeAnalysis;
using BitFaster.Caching.Lru;

namespace Lti.Storage.Caching.Internal;

/// <summary>So many entries at most; those found least go first. Whether an entry still holds is its owner's business.</summary>
internal sealed class BoundedCache<TKey, TEntry>(int capacity)
    where TKey : notnull
    where TEntry : class
{
    private readonly ConcurrentLru<TKey, TEntry> _lru = new(Environment.ProcessorCount, capacity, EqualityComparer<TKey>.Default);

    public int Count => _lru.Count;

    /// <summary>How many entries made room for others.</summary>
    public long Evicted => _lru.Metrics.Value?.Evicted ?? 0;

    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TEntry entry) => _lru.TryGet(key, out entry);

    public void Set(TKey key, TEntry entry) => _lru.AddOrUpdate(key, entry);

    public bool TryRemove(TKey key, [MaybeNullWhen(false)] out TEntry entry) => _lru.TryRemove(key, out entry);

    /// <summary>Removes an entry, unless another has taken its place.</summary>
    public void Remove(in TKey key, TEntry entry) => _lru.TryRemove(KeyValuePair.Create(key, entry));
}
