namespace Lti.Storage.Internal.PlatformKeySets;

/// <summary>The result of a load.</summary>
/// <param name="Copy">The copy with the set.</param>
/// <param name="IsFinal">True if no further look or fetch may bring another set now.</param>
internal sealed record KeySetLoad(KeySetCopy Copy, bool IsFinal);
