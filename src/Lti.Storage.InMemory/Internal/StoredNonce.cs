namespace Lti.Storage.InMemory.Internal;

/// <summary>Holds a nonce's state, and its login if it has one.</summary>
internal sealed record StoredNonce(bool IsUsed, LtiLogin? Login);
