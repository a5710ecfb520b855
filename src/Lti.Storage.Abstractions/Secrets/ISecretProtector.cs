using System.Security.Cryptography;

namespace Lti.Storage;

/// <summary>Encrypts the secrets of a storage before they are stored. Thread-safe.</summary>
/// <remarks>
/// <para>
/// <c>Lti.Storage.DataProtection</c> implements it with ASP.NET Core Data Protection. Another implementation may use a key vault. All nodes
/// of a storage need the same keys.
/// </para>
/// <para>A protected secret belongs to its <see cref="SecretPurpose"/>. It can't be read as the secret of another row.</para>
/// </remarks>
public interface ISecretProtector
{
    /// <summary>Encrypts and authenticates a secret.</summary>
    /// <param name="secret">The secret. The caller keeps it and may clear it afterwards.</param>
    /// <param name="purpose">The table and row that the secret is for.</param>
    /// <returns>The bytes to store.</returns>
    /// <exception cref="CryptographicException">The secret can't be protected. The message must not contain the secret.</exception>
    byte[] Protect(ReadOnlySpan<byte> secret, SecretPurpose purpose);

    /// <summary>Decrypts what <see cref="Protect"/> returned for the same purpose.</summary>
    /// <param name="protectedSecret">The stored bytes.</param>
    /// <param name="purpose">The table and row that the bytes were read from.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="CryptographicException">
    /// The bytes were changed, belong to another purpose, or were protected with keys that are missing. The message must not contain the
    /// secret.
    /// </exception>
    byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretPurpose purpose);
}
