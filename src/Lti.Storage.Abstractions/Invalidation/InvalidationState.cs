namespace Lti.Storage;

/// <summary>Tells whether an <see cref="IInvalidationSource"/> reports changes now.</summary>
public enum InvalidationState
{
    /// <summary>No reports. A change elsewhere shows when the cached answer expires.</summary>
    /// <remarks>There is no channel or no subscriber, or the channel would deliver nothing.</remarks>
    Off,

    /// <summary>Connecting. Until then a change elsewhere shows when the cached answer expires.</summary>
    Reconnecting,

    /// <summary>Changes are reported.</summary>
    Listening,
}
