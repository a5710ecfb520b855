using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Platform;

/// <summary>The signing key of the simulated platforms.</summary>
internal sealed class PlatformKey : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);

    public RsaSecurityKey Key => new(_rsa) { KeyId = "platform" };

    public void Dispose() => _rsa.Dispose();
}
