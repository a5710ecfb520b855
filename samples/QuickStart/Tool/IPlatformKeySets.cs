using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Tool;

/// <summary>Where the public keys of platforms come from.</summary>
internal interface IPlatformKeySets
{
    /// <summary>The key of that id in a platform's key set, or null where it has none.</summary>
    Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken);
}
