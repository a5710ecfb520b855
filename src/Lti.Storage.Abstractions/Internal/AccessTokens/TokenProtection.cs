using System.Security.Cryptography;
using System.Text;

namespace Lti.Storage.Internal.AccessTokens;

/// <summary>Protects tokens for the storage and opens stored ones (rule A6). The row and its request are part of the protection.</summary>
/// <param name="protector">The protector. Null stores tokens as they are.</param>
/// <param name="isRequired">Whether the storage refuses unprotected tokens.</param>
internal sealed class TokenProtection(ISecretProtector? protector, bool isRequired)
{
    private const string Table = "access_tokens";

    /// <summary>Refuses a request whose answer could not be stored. Otherwise each call would ask the platform again.</summary>
    /// <exception cref="LtiSecretException">A protector is required and there is none.</exception>
    public void RequireStorable(AccessTokenRequest request)
    {
        if (protector is null && isRequired)
        {
            throw LtiSecretException.ForUnprotectedAccessToken(request.Id);
        }
    }

    /// <exception cref="LtiSecretException">The protector failed.</exception>
    public StoredSecret Protect(AccessTokenRequest request, string token)
    {
        var secret = Encoding.UTF8.GetBytes(token);
        if (protector is null)
        {
            return new StoredSecret(secret, IsProtected: false);
        }

        try
        {
            return new StoredSecret(protector.Protect(secret, new SecretPurpose(Table, request.Id)), IsProtected: true);
        }
        catch (CryptographicException e)
        {
            throw LtiSecretException.ForUnprotectableAccessToken(request.Id, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <exception cref="LtiSecretException">It can't be unprotected.</exception>
    public string Open(AccessTokenRequest request, StoredSecret stored)
    {
        if (!stored.IsProtected)
        {
            return Encoding.UTF8.GetString(stored.Bytes.Span);
        }

        try
        {
            var secret = protector?.Unprotect(stored.Bytes.Span, new SecretPurpose(Table, request.Id))
                ?? throw LtiSecretException.ForUnreadableAccessToken(request.Id);
            var token = Encoding.UTF8.GetString(secret);
            CryptographicOperations.ZeroMemory(secret);
            return token;
        }
        catch (CryptographicException e)
        {
            throw LtiSecretException.ForUnreadableAccessToken(request.Id, e);
        }
    }
}
