namespace Lti.Storage.Caching.Internal;

/// <summary>What is known of a change through this storage when its call has ended.</summary>
internal enum ChangeOutcome
{
    /// <summary>The storage has answered. That there is no such thing, or one of the same name, is news to the cache too.</summary>
    Answered,

    /// <summary>It is known not to have happened, and nothing was learned: it was refused before it was sent, or never reached the storage.</summary>
    NotApplied,

    /// <summary>It failed, and may have happened or happen yet.</summary>
    Unknown,
}
