using BitFaster.Caching;
using BitFaster.Caching.Lru;

namespace Lti.Storage.Caching.Internal.Metrics;

/// <summary>What an LRU tells of itself: that an entry made room for another. Nothing else is counted here, and nobody reads the rest.</summary>
internal readonly struct EvictionTelemetry<TKey, TEntry>(Action evicted) : ITelemetryPolicy<TKey, TEntry>
    where TKey : notnull
{
    public event EventHandler<ItemRemovedEventArgs<TKey, TEntry>> ItemRemoved
    {
        add => throw new NotSupportedException();
        remove => throw new NotSupportedException();
    }

    public event EventHandler<ItemUpdatedEventArgs<TKey, TEntry>> ItemUpdated
    {
        add => throw new NotSupportedException();
        remove => throw new NotSupportedException();
    }

    public double HitRatio => 0;

    public long Total => 0;

    public long Hits => 0;

    public long Misses => 0;

    public long Evicted => 0;

    public long Updated => 0;

    public void IncrementHit()
    {
    }

    public void IncrementMiss()
    {
    }

    public void OnItemRemoved(TKey key, TEntry value, ItemRemovedReason reason)
    {
        if (reason == ItemRemovedReason.Evicted)
        {
            evicted();
        }
    }

    public void OnItemUpdated(TKey key, TEntry oldValue, TEntry newValue)
    {
    }

    public void SetEventSource(object source)
    {
    }
}
