namespace Lti.Storage.Caching.Internal.Changes;

/// <summary>The known outcome of a change through this storage.</summary>
internal enum ChangeOutcome
{
    /// <summary>The storage has answered. "Not found" and "conflict" are answers too: they may be news to the cache.</summary>
    Answered,

    /// <summary>The change did not happen, and nothing was learned: it was rejected or never reached the storage.</summary>
    NotApplied,

    /// <summary>The change failed. It may have happened or may happen later.</summary>
    Unknown,
}
