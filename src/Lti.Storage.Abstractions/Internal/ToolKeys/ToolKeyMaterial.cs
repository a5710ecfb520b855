using System.Buffers.Text;
using System.Security.Cryptography;

namespace Lti.Storage.Internal.ToolKeys;

/// <summary>Reads PEM texts, and protects and opens the parts of keys.</summary>
internal static class ToolKeyMaterial
{
    private const string Table = "tool_keys";
    private const string IsEncrypted = "the key is encrypted. Decrypt it first, for example with 'openssl pkey -in key.pem'";
    private const int MinKeySize = 2048;
    private const int MaxKeySize = 16384;

    /// <summary>Creates an id that no other key has: 128 random bits.</summary>
    public static string CreateKeyId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Reads a private RSA key. A message never repeats the text.</summary>
    public static RSA ReadPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        var labels = ReadLabels(pem);
        var problem = labels switch
        {
            // The older form says so in a header, which a reader of PEM does not expect.
            _ when pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal) => IsEncrypted,
            ["PRIVATE KEY"] or ["RSA PRIVATE KEY"] => null,
            [] => "it has no PEM block. It must begin with -----BEGIN PRIVATE KEY-----",
            ["ENCRYPTED PRIVATE KEY"] => IsEncrypted,
            ["PUBLIC KEY"] or ["RSA PUBLIC KEY"] => "it has a public key only. Import the private key",
            ["EC PRIVATE KEY"] => "the key is not RSA, which LTI requires",
            [var other] => $"a PEM block '{other}' is no private key",
            _ => "it has more than one PEM block. Import one private key",
        };
        return problem is null ? Import(pem) : throw new ArgumentException(Refusal(problem), nameof(pem));
    }

    /// <summary>Builds the row of a key.</summary>
    /// <exception cref="LtiSecretException">It can't be protected.</exception>
    public static NewToolKey Store(RSA rsa, string keyId, ISecretProtector? protector)
    {
        var secret = rsa.ExportPkcs8PrivateKey();
        try
        {
            return new NewToolKey
            {
                KeyId = keyId,
                PublicKey = rsa.ExportSubjectPublicKeyInfo(),
                PrivateKey = protector is null
                    ? new StoredSecret(secret.ToArray(), IsProtected: false)
                    : new StoredSecret(protector.Protect(secret, new SecretPurpose(Table, keyId)), IsProtected: true),
            };
        }
        catch (CryptographicException e)
        {
            throw LtiSecretException.ForUnprotectableToolKey(keyId, e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Opens the private part of a row.</summary>
    /// <exception cref="LtiSecretException">It can't be unprotected.</exception>
    public static ToolSigningKey Open(StoredToolKey key, ISecretProtector? protector)
    {
        var stored = key.PrivateKey!;
        if (!stored.IsProtected)
        {
            return new ToolSigningKey(key.KeyId, ImportPrivate(key.KeyId, stored.Bytes.Span));
        }

        byte[] secret;
        try
        {
            secret = protector?.Unprotect(stored.Bytes.Span, new SecretPurpose(Table, key.KeyId))
                ?? throw LtiSecretException.ForUnreadableToolKey(key.KeyId);
        }
        catch (CryptographicException e)
        {
            throw LtiSecretException.ForUnreadableToolKey(key.KeyId, e);
        }

        try
        {
            return new ToolSigningKey(key.KeyId, ImportPrivate(key.KeyId, secret));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public static RSAParameters ReadPublic(StoredToolKey key)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(key.PublicKey!.Value.Span, out _);
            return rsa.ExportParameters(includePrivateParameters: false);
        }
        catch (CryptographicException e)
        {
            throw LtiSecretException.ForUnreadableToolKey(key.KeyId, e);
        }
    }

    private static List<string> ReadLabels(string pem)
    {
        List<string> labels = [];
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            labels.Add(rest[found.Label].ToString());
            rest = rest[found.Location.End..];
        }

        return labels;
    }

    private static RSA Import(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
            throw new ArgumentException(Refusal("it is damaged, or the key is not RSA, which LTI requires"), nameof(pem), e);
        }

        if (rsa.KeySize is >= MinKeySize and <= MaxKeySize)
        {
            return rsa;
        }

        var size = rsa.KeySize;
        rsa.Dispose();
        throw new ArgumentException(Refusal($"the key has {size} bits. It must have {MinKeySize} to {MaxKeySize}"), nameof(pem));
    }

    private static RSA ImportPrivate(string keyId, ReadOnlySpan<byte> pkcs8)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return rsa;
        }
        catch (CryptographicException e)
        {
            rsa.Dispose();
            throw LtiSecretException.ForUnreadableToolKey(keyId, e);
        }
    }

    private static string Refusal(string problem) => $"The PEM text can't be imported: {problem}. Nothing was stored.";
}
