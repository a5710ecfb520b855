namespace Lti.Storage;

/// <summary>Whether an <see cref="IInvalidationSource"/> reports changes at present.</summary>
public enum InvalidationState
{
    /// <summary>It does not. Changes elsewhere show when the lifetime of a cached answer ends.</summary>
    /// <remarks>There is no channel, the channel would deliver nothing, or there is no subscriber.</remarks>
    Off,

    /// <summary>It is connecting. Until then the lifetimes are the bound, as with <see cref="Off"/>.</summary>
    Reconnecting,

    /// <summary>Changes are reported.</summary>
    Listening,
}
