using System.Security.Cryptography;

namespace Lti.Storage.Internal;

internal static class RandomId
{
    /// <summary>Creates a version 4 UUID with 122 bits from the cryptographic generator.</summary>
    /// <remarks><see cref="Guid.NewGuid"/> does not promise that on every platform.</remarks>
    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
