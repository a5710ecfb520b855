namespace Lti.Storage.Conformance.Model.Rotation;

/// <summary>Tells which key of a ring signs and which are published at any time.</summary>
/// <remarks>It knows nothing of nodes, copies and outages: those must not show.</remarks>
internal sealed class RotationModel(ToolKeyOptions options)
{
    private readonly List<ModelKey> _keys = [];

    public IReadOnlyList<ModelKey> Keys => _keys;

    /// <summary>The key that started last, if it was not revoked.</summary>
    public ModelKey? Active(TimeSpan now)
        => _keys.Where(key => key.Start <= now).OrderBy(static key => key.Start).LastOrDefault() is { IsRemoved: false } last ? last : null;

    /// <summary>The first key that waits for its start.</summary>
    public ModelKey? Next(TimeSpan now)
        => _keys.Where(key => key.Start > now && !key.IsRemoved).OrderBy(static key => key.Start).FirstOrDefault();

    /// <summary>The ids of the announced, active and retired keys.</summary>
    public IEnumerable<string> Published(TimeSpan now)
        => _keys.Where(key => !key.IsRemoved && now < EndOf(key) + options.RetireFor).Select(static key => key.KeyId).Order(StringComparer.Ordinal);

    public bool IsDue(TimeSpan now)
        => Active(now) is not { } active || (Next(now) is null && active.Start + options.RotateEvery <= now + options.AnnounceFor);

    /// <summary>Adds the next key, with the least time that the active one signs.</summary>
    public void Add(string keyId, TimeSpan rotateEvery, TimeSpan now)
    {
        var announced = now + options.AnnounceFor;
        _keys.Add(new ModelKey(keyId, Active(now)?.Start is { } start ? Later(announced, start + rotateEvery) : now));
    }

    public void Import(string keyId, TimeSpan now)
        => _keys.Add(new ModelKey(keyId, Active(now) is null && Next(now) is null ? now : now + options.AnnounceFor));

    /// <summary>Revokes a key. Returns whether there was such a key.</summary>
    public bool Revoke(string keyId, TimeSpan now)
    {
        var (active, next) = (Active(now), Next(now));
        if (_keys.FindIndex(key => key.KeyId == keyId && !key.IsRemoved) is var index && index < 0)
        {
            return false;
        }

        _keys[index] = _keys[index] with { IsRemoved = true, Start = _keys[index].Start > now ? null : _keys[index].Start };
        if (keyId == active?.KeyId && next is not null)
        {
            _keys[_keys.IndexOf(next)] = next with { Start = now };
        }

        return true;
    }

    /// <summary>Erases the keys that have been retired for their time.</summary>
    public void DeleteRetired(TimeSpan now)
    {
        for (var i = 0; i < _keys.Count; i++)
        {
            _keys[i] = _keys[i].Start is not null && now >= EndOf(_keys[i]) + options.RetireFor ? _keys[i] with { IsRemoved = true } : _keys[i];
        }
    }

    /// <summary>The instants at which a key changes its state, in their order.</summary>
    public IEnumerable<TimeSpan> Changes(TimeSpan after, TimeSpan until)
        => _keys.Where(static key => key.Start is not null).SelectMany(key => new[] { key.Start!.Value, key.Start.Value + options.RetireFor })
            .Where(change => change > after && change <= until).Distinct().Order();

    /// <summary>The start of the first key that starts after this one.</summary>
    private TimeSpan EndOf(ModelKey key)
        => _keys.Where(later => later.Start > key.Start).Select(static later => later.Start!.Value)
            .DefaultIfEmpty(TimeSpan.MaxValue - options.RetireFor).Min();

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
