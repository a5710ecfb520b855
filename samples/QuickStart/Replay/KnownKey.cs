using Microsoft.IdentityModel.Tokens;
using QuickStart.Platform;
using QuickStart.Tool;

namespace QuickStart.Replay;

/// <summary>The simulated platform's key, handed over without a web server between.</summary>
internal sealed class KnownKey(PlatformKey key) : IPlatformKeySets
{
    public Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken)
        => Task.FromResult<SecurityKey?>(keyId == key.Key.KeyId ? key.Key : null);
}
