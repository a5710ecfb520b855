using System.Security.Cryptography;

namespace Lti.Storage;

/// <summary>The private key that signs now. Use it at once and do not keep it.</summary>
/// <remarks>
/// <c>new SigningCredentials(new RsaSecurityKey(key.Rsa) { KeyId = key.KeyId }, SecurityAlgorithms.RsaSha256)</c> makes the credentials of
/// Microsoft.IdentityModel. Its text form shows the id only.
/// </remarks>
public sealed class ToolSigningKey
{
    internal ToolSigningKey(string keyId, RSA rsa) => (KeyId, Rsa) = (keyId, rsa);

    /// <summary>The algorithm that LTI requires: <c>RS256</c>.</summary>
    public static string Algorithm => "RS256";

    /// <summary>The id: the header <c>kid</c> of what the key signs.</summary>
    public string KeyId { get; }

    /// <summary>The key. Several callers share it: never dispose or change it.</summary>
    public RSA Rsa { get; }

    /// <summary>Signs data with RS256: RSASSA-PKCS1-v1_5 and SHA-256 (RFC 7518).</summary>
    /// <param name="data">The data. For a JSON Web Signature it is <c>header.payload</c> in ASCII.</param>
    /// <returns>The signature.</returns>
    public byte[] Sign(ReadOnlySpan<byte> data) => Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Returns the id.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => KeyId;
}
