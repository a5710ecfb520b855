// Copy this file, with a key that outlives the process.
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Tool;

/// <summary>The tool's own key for requests to platform services. A real tool keeps it across restarts.</summary>
internal sealed class ToolKey : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);

    public RsaSecurityKey Key => new(_rsa) { KeyId = "tool" };

    public void Dispose() => _rsa.Dispose();
}
