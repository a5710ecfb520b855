using System.Buffers.Text;
using System.Security.Cryptography;

namespace Lti.Storage;

/// <summary>Creates nonces.</summary>
public static class LtiNonce
{
    /// <summary>Creates a nonce from the cryptographic random source: 32 bytes as base64url, 43 characters.</summary>
    /// <remarks>It also suits as the <c>state</c> of a login. It is not stored yet: <see cref="INonceStore.StoreNonceAsync"/>.</remarks>
    /// <returns>The nonce.</returns>
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[32];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
