namespace Lti.Storage;

/// <summary>Whether an <see cref="IInvalidationSource"/> reports changes at present.</summary>
public enum InvalidationState
{
    /// <summary>It does not: there is no such channel here, nothing would come through it, or nobody has subscribed. A change elsewhere is seen when a cached answer's lifetime ends.</summary>
    Off,

    /// <summary>Its connection is being made or made again. Until then, as with <see cref="Off"/>.</summary>
    Reconnecting,

    /// <summary>Changes are reported.</summary>
    Listening,
}
