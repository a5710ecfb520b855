namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores tool keys (rules T1 to T4 and T6). Not thread-safe.</summary>
internal sealed class ToolKeyTable
{
    // The order of the additions breaks ties between starts.
    private readonly List<Entry> _keys = [];

    public IReadOnlyList<StoredToolKey> List(DateTimeOffset now) => Array.AsReadOnly([.. _keys
        .OrderBy(static key => key.StartsAt ?? DateTimeOffset.MaxValue)
        .Select(key => new StoredToolKey
        {
            KeyId = key.KeyId,
            PublicKey = key.PublicKey,
            PrivateKey = key.PrivateKey,
            StartsIn = key.StartsAt - now,
            Age = now - key.AddedAt,
        })]);

    public bool TryAddNext(NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, DateTimeOffset now)
    {
        var signing = FindLast(now) is { IsRemoved: false } last ? last : null;
        if (IsKnown(key.KeyId) || FindNext(now) is not null || signing?.KeyId != after)
        {
            return false;
        }

        var start = now;
        if (signing?.StartsAt is { } started)
        {
            start = now + announceFor > started + rotateEvery ? now + announceFor : started + rotateEvery;
        }

        Add(key, start, now);
        return true;
    }

    public void Import(NewToolKey key, TimeSpan announceFor, DateTimeOffset now)
    {
        if (IsKnown(key.KeyId))
        {
            throw LtiConflictException.ForToolKey(key.KeyId);
        }

        var isSigned = FindLast(now) is { IsRemoved: false } || FindNext(now) is not null;
        Add(key, isSigned ? now + announceFor : now, now);
    }

    public bool Revoke(string keyId, DateTimeOffset now)
    {
        if (_keys.Find(key => key.KeyId == keyId) is not { IsRemoved: false } revoked)
        {
            return false;
        }

        var wasActive = revoked == FindLast(now);
        if (revoked.StartsAt > now)
        {
            revoked.StartsAt = null;
        }

        revoked.Remove();
        if (wasActive && FindNext(now) is { } next)
        {
            next.StartsAt = now;
        }

        return true;
    }

    public int DeleteRetired(TimeSpan retireFor, DateTimeOffset now)
    {
        var deleted = _keys.FindAll(key => !key.IsRemoved
            && _keys.Exists(later => later.StartsAt > key.StartsAt && later.StartsAt <= now - retireFor));
        deleted.ForEach(static key => key.Remove());
        return deleted.Count;
    }

    private bool IsKnown(string keyId) => _keys.Exists(key => key.KeyId == keyId);

    /// <summary>Finds the key that started last, removed or not.</summary>
    private Entry? FindLast(DateTimeOffset now)
        => _keys.Where(key => key.StartsAt <= now).OrderBy(static key => key.StartsAt).LastOrDefault();

    /// <summary>Finds the first key that waits for its start.</summary>
    private Entry? FindNext(DateTimeOffset now)
        => _keys.Where(key => key.StartsAt > now && !key.IsRemoved).OrderBy(static key => key.StartsAt).FirstOrDefault();

    private void Add(NewToolKey key, DateTimeOffset startsAt, DateTimeOffset now) => _keys.Add(new Entry
    {
        KeyId = key.KeyId,
        AddedAt = now,
        StartsAt = startsAt,
        PublicKey = key.PublicKey.ToArray(),
        PrivateKey = key.PrivateKey with { Bytes = key.PrivateKey.Bytes.ToArray() },
    });

    private sealed class Entry
    {
        public required string KeyId { get; init; }

        public required DateTimeOffset AddedAt { get; init; }

        public required DateTimeOffset? StartsAt { get; set; }

        public required ReadOnlyMemory<byte>? PublicKey { get; set; }

        public required StoredSecret? PrivateKey { get; set; }

        public bool IsRemoved => PublicKey is null;

        public void Remove() => (PublicKey, PrivateKey) = (null, null);
    }
}
