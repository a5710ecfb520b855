using System.Security.Cryptography;
using System.Text;

namespace Lti.Storage.Cli.Tests.Copying;

/// <summary>Encrypts secrets, each for its table and row. All nodes of a test have the same key.</summary>
internal sealed class RowBoundProtector : ISecretProtector
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public byte[] Protect(ReadOnlySpan<byte> secret, SecretPurpose purpose)
    {
        var protectedSecret = new byte[NonceSize + TagSize + secret.Length];
        RandomNumberGenerator.Fill(protectedSecret.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Encrypt(
            protectedSecret.AsSpan(0, NonceSize),
            secret,
            protectedSecret.AsSpan(NonceSize + TagSize),
            protectedSecret.AsSpan(NonceSize, TagSize),
            Bytes(purpose));
        return protectedSecret;
    }

    public byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretPurpose purpose)
    {
        var secret = new byte[protectedSecret.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Decrypt(
            protectedSecret[..NonceSize],
            protectedSecret[(NonceSize + TagSize)..],
            protectedSecret.Slice(NonceSize, TagSize),
            secret,
            Bytes(purpose));
        return secret;
    }

    private static byte[] Bytes(SecretPurpose purpose) => Encoding.UTF8.GetBytes($"{purpose.Table}\0{purpose.Id}");
}
