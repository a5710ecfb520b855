using System.Security.Cryptography;

namespace Lti.Storage.Internal.ToolKeys;

/// <summary>Makes new keys and opens stored ones with the protector of a ring.</summary>
/// <param name="keySize">The size of new keys in bits.</param>
/// <param name="protector">The protector or null.</param>
/// <param name="create">Creates a private key of a size.</param>
internal sealed class ToolKeyMaker(int keySize, ISecretProtector? protector, Func<int, RSA> create)
{
    public NewToolKey Make()
    {
        using var rsa = create(keySize);
        return ToolKeyMaterial.Store(rsa, ToolKeyMaterial.CreateKeyId(), protector);
    }

    public NewToolKey Import(string pem, string keyId)
    {
        using var rsa = ToolKeyMaterial.ReadPem(pem);
        return ToolKeyMaterial.Store(rsa, keyId, protector);
    }

    public ToolSigningKey Open(StoredToolKey key) => ToolKeyMaterial.Open(key, protector);
}
