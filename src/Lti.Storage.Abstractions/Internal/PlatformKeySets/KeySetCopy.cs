namespace Lti.Storage.Internal.PlatformKeySets;

/// <summary>A key set that a node keeps in memory.</summary>
/// <param name="Set">The set.</param>
/// <param name="SetId">Its id in the storage.</param>
/// <param name="StaleFrom">The timestamp from which it is not fresh.</param>
/// <param name="UsableUntil">The timestamp from which it no longer serves.</param>
internal sealed record KeySetCopy(PlatformKeySet Set, Guid SetId, long StaleFrom, long UsableUntil)
{
    private PlatformKeySet? _stale;

    /// <summary>The timestamp from which the storage is asked before the copy is used.</summary>
    public long LookAgainFrom { get; init; }

    /// <summary>The timestamp until which a look at the storage changes nothing: no fetch may begin before.</summary>
    public long SettledUntil { get; init; }

    /// <summary>Returns the set, marked as stale if it is.</summary>
    public PlatformKeySet At(long now) => now < StaleFrom ? Set : _stale ??= Set.AsStale();
}
