using System.Security.Cryptography;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>Finds stored private keys that a protector can't read.</summary>
internal static class UnreadableKeys
{
    /// <summary>Returns the ids of the keys.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<StoredToolKey> keys, ISecretProtector protector) =>
    [
        .. keys.Where(key => key.PrivateKey is { IsProtected: true } secret && !CanRead(secret, key.KeyId, protector))
            .Select(static key => key.KeyId),
    ];

    private static bool CanRead(StoredSecret secret, string keyId, ISecretProtector protector)
    {
        try
        {
            CryptographicOperations.ZeroMemory(protector.Unprotect(secret.Bytes.Span, new SecretPurpose("tool_keys", keyId)));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
