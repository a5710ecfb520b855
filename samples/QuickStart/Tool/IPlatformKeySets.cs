using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Tool;

/// <summary>Finds public keys of platforms.</summary>
internal interface IPlatformKeySets
{
    /// <summary>Finds a key in a platform's key set by its id. Returns null when the set has no such key.</summary>
    Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken);
}
