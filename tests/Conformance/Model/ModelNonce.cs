namespace Lti.Storage.Conformance.Model;

/// <summary>Holds whether a nonce is used, and its login if it has one.</summary>
internal sealed record ModelNonce(bool IsUsed, LtiLogin? Login);
