using System.Security.Cryptography;

namespace Lti.Storage.Conformance.Samples;

/// <summary>Creates tool keys. A few private keys serve all tests, since making one takes long.</summary>
internal static class ToolKeys
{
    private static readonly Lazy<byte[]>[] _private = [.. Enumerable.Range(0, 4).Select(static _ => new Lazy<byte[]>(static () =>
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKey();
    }))];

    private static int _made;

    /// <summary>Creates a private key of 2048 bits. The caller disposes it.</summary>
    public static RSA CreateRsa(int keySize = 2048)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(_private[(uint)Interlocked.Increment(ref _made) % _private.Length].Value, out _);
        return rsa;
    }

    /// <summary>Creates a key whose parts are the canary: a storage does not look at them.</summary>
    public static NewToolKey Any(string? keyId = null) => new()
    {
        KeyId = keyId ?? Guid.NewGuid().ToString(),
        PublicKey = "public"u8.ToArray(),
        PrivateKey = new StoredSecret(System.Text.Encoding.UTF8.GetBytes($"{ConformanceFixture.Canary}-private-key"), IsProtected: false),
    };
}
