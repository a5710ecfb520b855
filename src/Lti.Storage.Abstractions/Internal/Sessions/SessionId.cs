using System.Security.Cryptography;

namespace Lti.Storage.Internal.Sessions;

internal static class SessionId
{
    /// <summary>
    /// A version 4 UUID whose 122 free bits come from the cryptographic generator on every platform; <see cref="Guid.NewGuid"/> doesn't promise that.
    /// </summary>
    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
