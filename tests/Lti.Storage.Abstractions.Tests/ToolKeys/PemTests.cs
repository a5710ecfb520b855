using System.Security.Cryptography;
using Lti.Storage.Abstractions.Tests.Provider;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Abstractions.Tests.ToolKeys;

/// <summary>Tests the bad input of a key ring. Each has a clear error and nothing is stored.</summary>
public sealed class PemTests
{
    private readonly KeyStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> BadTexts { get; } = new()
    {
        { "encrypted", "is encrypted" },
        { "encrypted, older form", "is encrypted" },
        { "public only", "public key only" },
        { "RSA public only", "public key only" },
        { "elliptic curve", "not RSA" },
        { "EC form", "not RSA" },
        { "small", "1024 bits" },
        { "certificate", "no private key" },
        { "two keys", "more than one" },
        { "no PEM", "no PEM block" },
        { "damaged", "damaged" },
    };

    [Theory]
    [MemberData(nameof(BadTexts))]
    public async Task Bad_pem_is_refused_with_its_reason_and_without_its_content(string kind, string reason)
    {
        using var ring = new ToolKeyRing(_storage);
        var pem = Create(kind);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => ring.ImportAsync(pem, "kid", Token));

        Assert.Equal("pem", error.ParamName);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was stored", error.Message, StringComparison.Ordinal);
        foreach (var line in pem.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line.Length > 30 && line[0] != '-'))
        {
            Assert.DoesNotContain(line, error.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(_storage.Added);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task Bad_id_is_refused(string? keyId)
    {
        using var ring = new ToolKeyRing(_storage);
        using var rsa = RSA.Create(2048);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => ring.ImportAsync(rsa.ExportPkcs8PrivateKeyPem(), keyId!, Token));

        Assert.Empty(_storage.Added);
    }

    [Fact]
    public async Task Both_forms_of_a_private_key_are_imported_with_text_around_them()
    {
        using var ring = new ToolKeyRing(_storage);
        using var rsa = RSA.Create(2048);

        await ring.ImportAsync($"subject: tool\n{rsa.ExportPkcs8PrivateKeyPem()}\n", "a", Token);
        await ring.ImportAsync(rsa.ExportRSAPrivateKeyPem(), "b", Token);

        Assert.Equal(["a", "b"], _storage.Added.Select(key => key.KeyId), StringComparer.Ordinal);
        Assert.All(_storage.Added, key => Assert.Equal(rsa.ExportSubjectPublicKeyInfo(), key.PublicKey.ToArray()));
    }

    [Fact]
    public void Contradicting_options_are_refused()
    {
        Refuse(options => options.AnnounceFor = options.RotateEvery, "AnnounceFor");
        Refuse(options => (options.AnnounceFor, options.RefreshEvery) = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(6)), "RefreshEvery");
        Refuse(options => options.KeySize = 1024, "KeySize must be 2048 or 3072");
        Refuse(options => options.RetireFor = TimeSpan.Zero, "RetireFor");
        Refuse(options => options.RotateEvery = TimeSpan.FromMinutes(59), "RotateEvery");

        void Refuse(Action<ToolKeyOptions> change, string named)
        {
            var options = new ToolKeyOptions();
            change(options);
            Assert.Contains(named, Assert.Throws<OptionsValidationException>(() => new ToolKeyRing(_storage, options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Storage_without_tool_keys_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ToolKeyRing.Create(new RecordingProvider()));

        Assert.Contains(nameof(IToolKeyStorage), error.Message, StringComparison.Ordinal);
    }

    private static string Create(string kind)
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var small = RSA.Create(1024);
        return kind switch
        {
            "encrypted" => rsa.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)),
            "encrypted, older form" => rsa.ExportRSAPrivateKeyPem().Replace(
                "KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n", StringComparison.Ordinal),
            "public only" => rsa.ExportSubjectPublicKeyInfoPem(),
            "RSA public only" => rsa.ExportRSAPublicKeyPem(),
            "elliptic curve" => ec.ExportPkcs8PrivateKeyPem(),
            "EC form" => ec.ExportECPrivateKeyPem(),
            "small" => small.ExportPkcs8PrivateKeyPem(),
            "certificate" => PemEncoding.WriteString("CERTIFICATE", rsa.ExportSubjectPublicKeyInfo()),
            "two keys" => $"{rsa.ExportPkcs8PrivateKeyPem()}\n{rsa.ExportPkcs8PrivateKeyPem()}",
            "damaged" => PemEncoding.WriteString("PRIVATE KEY", rsa.ExportPkcs8PrivateKey().AsSpan(..^40)),
            _ => "this is no key, but the text of a secret that is longer than thirty units",
        };
    }
}
