using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Lti.Storage.DataProtection;

/// <summary>Protects secrets with ASP.NET Core Data Protection. Thread-safe.</summary>
/// <remarks>
/// The purposes are <c>Lti.Storage</c>, the table and the id of the row. So a secret that is moved to another row can't be unprotected.
/// All nodes need the same Data Protection keys and the same application name.
/// </remarks>
/// <param name="provider">The provider of the application.</param>
public sealed class DataProtectionSecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private const string Purpose = "Lti.Storage";

    private readonly IDataProtectionProvider _provider = provider ?? throw new ArgumentNullException(nameof(provider));

    /// <inheritdoc/>
    public byte[] Protect(ReadOnlySpan<byte> secret, SecretPurpose purpose)
    {
        var copy = secret.ToArray();
        try
        {
            return Create(purpose).Protect(copy);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <inheritdoc/>
    public byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretPurpose purpose)
        => Create(purpose).Unprotect(protectedSecret.ToArray());

    private IDataProtector Create(SecretPurpose purpose) => _provider.CreateProtector(Purpose, purpose.Table, purpose.Id);
}
