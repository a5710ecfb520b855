namespace Lti.Storage.Internal.ToolKeys;

/// <summary>Tells the states of all keys at any moment after a read. The moment is the time since the read.</summary>
internal sealed class ToolKeyTimeline
{
    private readonly List<StoredToolKey> _started;
    private readonly StoredToolKey? _heir;

    /// <param name="keys">The keys as a storage lists them.</param>
    /// <param name="retireFor">The time that a key stays published after it has signed.</param>
    public ToolKeyTimeline(IReadOnlyList<StoredToolKey> keys, TimeSpan retireFor)
    {
        Keys = keys;
        RetireFor = retireFor;
        _started = [.. keys.Where(static key => key.StartsIn is not null).OrderBy(static key => key.StartsIn)];

        // A revocation makes the next key start. One that was added meanwhile waits, so that it signs before its start.
        var last = _started.LastOrDefault(static key => key.StartsIn <= TimeSpan.Zero);
        _heir = last is { IsRemoved: false }
            ? null
            : _started.FirstOrDefault(static key => key is { IsRemoved: false } && key.StartsIn > TimeSpan.Zero);
    }

    public IReadOnlyList<StoredToolKey> Keys { get; }

    public TimeSpan RetireFor { get; }

    /// <summary>Finds the key that signs at a moment. Null if there is none.</summary>
    public StoredToolKey? FindActive(TimeSpan moment)
        => _started.LastOrDefault(key => key.StartsIn <= moment) is { IsRemoved: false } last ? last : _heir;

    /// <summary>Finds the first key that waits for its start.</summary>
    public StoredToolKey? FindNext(TimeSpan moment)
        => _started.FirstOrDefault(key => key is { IsRemoved: false } && key.StartsIn > moment && key != FindActive(moment));

    /// <summary>Lists the keys that are published at a moment in the order of their ids, which is the same on all nodes.</summary>
    public IEnumerable<StoredToolKey> Published(TimeSpan moment)
        => Keys.Where(key => StateAt(key, moment) != ToolKeyState.Deleted).OrderBy(static key => key.KeyId, StringComparer.Ordinal);

    public ToolKeyState StateAt(StoredToolKey key, TimeSpan moment)
    {
        if (key.IsRemoved)
        {
            return ToolKeyState.Deleted;
        }

        if (key == FindActive(moment))
        {
            return ToolKeyState.Active;
        }

        return key.StartsIn > moment
            ? ToolKeyState.Announced
            : moment < EndOf(key) + RetireFor ? ToolKeyState.Retired : ToolKeyState.Deleted;
    }

    /// <summary>Finds the first moment after one at which any key changes its state.</summary>
    public TimeSpan NextChange(TimeSpan moment)
    {
        var starts = _started.Select(static key => key.StartsIn!.Value);
        return starts.Concat(starts.Select(start => start + RetireFor)).Where(change => change > moment)
            .DefaultIfEmpty(TimeSpan.MaxValue).Min();
    }

    /// <summary>The moment at which the key after this one starts. A revoked key ends the one before it too.</summary>
    private TimeSpan EndOf(StoredToolKey key)
        => _started.Where(later => later.StartsIn > key.StartsIn).Select(static later => later.StartsIn!.Value)
            .DefaultIfEmpty(TimeSpan.MaxValue - RetireFor).Min();
}
