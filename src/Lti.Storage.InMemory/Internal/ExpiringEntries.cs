using System.Diagnostics.CodeAnalysis;

namespace Lti.Storage.InMemory.Internal;

/// <summary>
/// Values with an expiry, looked up by key and removed in the order of their expiry. Not thread-safe. Each operation is O(1), but that adding
/// sifts a heap: O(log n) at worst, O(1) where later entries expire later, as entries of one lifetime do.
/// </summary>
internal sealed class ExpiringEntries<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, (TValue Value, DateTimeOffset ExpiresAt)> _entries = [];

    // Each entry has at least one item here, at its expiry or before it. An item that is early or without an entry is put right when it is reached.
    private readonly PriorityQueue<TKey, DateTimeOffset> _expiries = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value, out DateTimeOffset expiresAt)
    {
        var found = _entries.TryGetValue(key, out var entry);
        (value, expiresAt) = entry;
        return found;
    }

    /// <summary>Adds an entry, or replaces its value and moves its expiry, earlier as well as later.</summary>
    public void Set(TKey key, TValue value, DateTimeOffset expiresAt)
    {
        var known = _entries.TryGetValue(key, out var before);
        _entries[key] = (value, expiresAt);
        if (!known || expiresAt < before.ExpiresAt)
        {
            _expiries.Enqueue(key, expiresAt);
            DropLeftovers();
        }
    }

    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value, out DateTimeOffset expiresAt)
    {
        var found = _entries.Remove(key, out var entry);
        (value, expiresAt) = entry;
        return found;
    }

    /// <summary>Removes one entry that has expired, if there is one.</summary>
    public bool TryRemoveExpired(DateTimeOffset now, [MaybeNullWhen(false)] out TValue value)
    {
        while (_expiries.TryPeek(out var key, out var due) && due <= now)
        {
            _expiries.Dequeue();
            if (!_entries.TryGetValue(key, out var entry))
            {
                continue;
            }

            if (entry.ExpiresAt <= now)
            {
                _entries.Remove(key);
                value = entry.Value;
                return true;
            }

            _expiries.Enqueue(key, entry.ExpiresAt);
        }

        value = default;
        return false;
    }

    /// <summary>Rebuilds the heap when most of it is of removed entries, so that those don't pile up until their expiry.</summary>
    private void DropLeftovers()
    {
        if (_expiries.Count > (2 * _entries.Count) + 64)
        {
            _expiries.Clear();
            _expiries.EnqueueRange(_entries.Select(entry => (entry.Key, entry.Value.ExpiresAt)));
        }
    }
}
