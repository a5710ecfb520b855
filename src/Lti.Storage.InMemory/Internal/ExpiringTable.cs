namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores values by key and in the order of their expiry. Not thread-safe.</summary>
/// <remarks>Each operation is at most O(log n).</remarks>
internal sealed class ExpiringTable<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _entries = [];

    // The number orders entries that expire at the same time.
    private readonly SortedSet<Entry> _byExpiry = new(
        Comparer<Entry>.Create(static (one, other) => (one.ExpiresAt, one.Number).CompareTo((other.ExpiresAt, other.Number))));

    private long _added;

    /// <summary>The first time of expiry, past or future. Null if there is no entry.</summary>
    public DateTimeOffset? FirstExpiry => _byExpiry.Min?.ExpiresAt;

    /// <summary>All entries, expired or not, in no order.</summary>
    public IEnumerable<Entry> All => _entries.Values;

    /// <summary>Finds an entry, expired or not.</summary>
    public Entry? Find(TKey key) => _entries.GetValueOrDefault(key);

    /// <summary>Finds an unexpired entry. At the instant of its expiry an entry is expired (rule N4).</summary>
    public Entry? Find(TKey key, DateTimeOffset now) => Find(key) is { } found && found.ExpiresAt > now ? found : null;

    /// <summary>Adds an entry or replaces its value and its expiry.</summary>
    public void Set(TKey key, TValue value, DateTimeOffset expiresAt)
    {
        Remove(key);
        var entry = new Entry(key, value, expiresAt, _added++);
        _entries.Add(key, entry);
        _byExpiry.Add(entry);
    }

    /// <summary>Removes an entry, expired or not.</summary>
    public Entry? Remove(TKey key)
    {
        if (_entries.Remove(key, out var removed))
        {
            _byExpiry.Remove(removed);
        }

        return removed;
    }

    /// <summary>Removes the entry that expired first. Null if none has expired.</summary>
    public Entry? RemoveExpired(DateTimeOffset now) => FirstExpiry <= now ? Remove(_byExpiry.Min!.Key) : null;

    public sealed record Entry(TKey Key, TValue Value, DateTimeOffset ExpiresAt, long Number);
}
