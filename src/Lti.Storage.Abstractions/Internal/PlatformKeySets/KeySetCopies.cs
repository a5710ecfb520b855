using System.Collections.Concurrent;
using Lti.Storage.Internal.Loading;

namespace Lti.Storage.Internal.PlatformKeySets;

/// <summary>Keeps a node's copies of key sets by address. Thread-safe.</summary>
/// <remarks>
/// A copy serves without a look for at most <see cref="PlatformKeySetOptions.RefreshEvery"/>. While no fetch may begin on any node, no
/// look can find a newer set. Then a copy serves each caller, even one whose key it lacks.
/// </remarks>
internal sealed class KeySetCopies(PlatformKeySetOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, KeySetCopy> _copies = new(StringComparer.Ordinal);

    /// <summary>Finds a set that may be used without a look at the storage.</summary>
    public PlatformKeySet? FindReady(string jwksUrl, string? keyId)
    {
        if (!_copies.TryGetValue(jwksUrl, out var copy))
        {
            return null;
        }

        var now = time.GetTimestamp();
        if (now >= copy.UsableUntil)
        {
            return null;
        }

        return now < copy.SettledUntil || (now < copy.LookAgainFrom && (keyId is null || copy.Set.Contains(keyId)))
            ? copy.At(now)
            : null;
    }

    /// <summary>Returns the set of a copy, marked as stale if it is.</summary>
    public PlatformKeySet Now(KeySetCopy copy) => copy.At(time.GetTimestamp());

    /// <summary>Finds a copy that serves if no newer set can be had.</summary>
    public KeySetCopy? FindUsable(string jwksUrl)
        => _copies.TryGetValue(jwksUrl, out var copy) && time.GetTimestamp() < copy.UsableUntil ? copy : null;

    /// <summary>Keeps a copy and returns it.</summary>
    /// <param name="jwksUrl">The address.</param>
    /// <param name="set">The set.</param>
    /// <param name="setId">Its id.</param>
    /// <param name="readAt">The timestamp before the read.</param>
    /// <param name="freshFor">The rest of the time in which it is fresh, at the read.</param>
    /// <param name="usableFor">The rest of the time in which it serves, at the read.</param>
    /// <param name="settledFor">The time from the read in which no fetch begins.</param>
    public KeySetCopy Keep(
        string jwksUrl, PlatformKeySet set, Guid setId, long readAt, TimeSpan freshFor, TimeSpan usableFor, TimeSpan settledFor)
        => Keep(jwksUrl, new KeySetCopy(set, setId, time.After(readAt, freshFor), time.After(readAt, usableFor))
        {
            LookAgainFrom = time.After(readAt, freshFor < options.RefreshEvery ? freshFor : options.RefreshEvery),
            SettledUntil = time.After(readAt, settledFor),
        });

    /// <summary>Spares the storage or the platform for a time: the copy serves each caller meanwhile.</summary>
    public KeySetCopy Settle(string jwksUrl, KeySetCopy copy, TimeSpan settledFor)
        => Keep(jwksUrl, copy with { SettledUntil = time.After(time.GetTimestamp(), settledFor) });

    private KeySetCopy Keep(string jwksUrl, KeySetCopy copy)
    {
        if (options.MaxInMemory > 0)
        {
            MakeRoom(jwksUrl);
            _copies[jwksUrl] = copy;
        }

        return copy;
    }

    /// <summary>Makes room if need be. Copies that no longer serve go first, then all.</summary>
    private void MakeRoom(string jwksUrl)
    {
        if (_copies.Count < options.MaxInMemory || _copies.ContainsKey(jwksUrl))
        {
            return;
        }

        var now = time.GetTimestamp();
        foreach (var copy in _copies)
        {
            if (now >= copy.Value.UsableUntil)
            {
                _copies.TryRemove(copy);
            }
        }

        if (_copies.Count >= options.MaxInMemory)
        {
            _copies.Clear();
        }
    }
}
