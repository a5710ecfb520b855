using Microsoft.IdentityModel.Tokens;
using QuickStart.Platform;
using QuickStart.Tool;

namespace QuickStart.Replay;

/// <summary>Gives the tool the simulated platform's key without a web server.</summary>
internal sealed class KnownKey(PlatformKey key) : IPlatformKeySets
{
    public Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken)
        => Task.FromResult<SecurityKey?>(keyId == key.Key.KeyId ? key.Key : null);
}
