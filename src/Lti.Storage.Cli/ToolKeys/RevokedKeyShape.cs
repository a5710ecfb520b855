namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The JSON of a revocation.</summary>
/// <param name="KeyId">The id of the revoked key.</param>
/// <param name="SigningKeyId">The id of the key that signs now; null if the tool makes one at its next use.</param>
internal sealed record RevokedKeyShape(string KeyId, string? SigningKeyId);
