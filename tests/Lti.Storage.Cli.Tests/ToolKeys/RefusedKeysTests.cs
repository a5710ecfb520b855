using System.Security.Cryptography;
using System.Xml.Linq;
using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.ToolKeys;

/// <summary>Bad input is one clear sentence, and nothing is stored.</summary>
public sealed class RefusedKeysTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("encrypted", "the key is encrypted. Decrypt it first")]
    [InlineData("elliptic curve", "the key is not RSA, which LTI requires")]
    [InlineData("small", "the key has 1024 bits. It must have 2048 to 16384")]
    [InlineData("public only", "it has a public key only")]
    [InlineData("two keys", "it has more than one PEM block")]
    [InlineData("no key", "it has no PEM block")]
    [InlineData("empty", "is empty")]
    [InlineData("blank", "it has no PEM block")]
    [InlineData("huge", "has more than 64 KiB")]
    [InlineData("missing", "There is no file")]
    [InlineData("folder", "is a folder")]
    public async Task Bad_file_is_refused(string kind, string reason)
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();

        var run = await file.RunAsync("keys", "import", Create(kind, folder), "--key-id", "kid", "--allow-unprotected");

        var line = run.FailedWith(2);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was stored.", line, StringComparison.Ordinal);
        Assert.Empty(await file.Storage.ListToolKeysAsync(Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000b")]
    [InlineData("long")]
    public async Task Bad_id_is_refused(string keyId)
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        keyId = keyId == "long" ? new string('k', 256) : keyId;

        var run = await file.RunAsync("keys", "import", folder.Pem, "--key-id", keyId, "--allow-unprotected");

        Assert.StartsWith("--key-id", run.FailedWith(2), StringComparison.Ordinal);
        Assert.Empty(await file.Storage.ListToolKeysAsync(Token));
    }

    [Theory]
    [InlineData("", "A private key is stored protected only")]
    [InlineData("--data-protection-keys FOLDER", "--data-protection-keys needs --application-name")]
    [InlineData("--application-name x", "--application-name needs --data-protection-keys")]
    [InlineData("--data-protection-keys FOLDER --application-name x --allow-unprotected", "contradict each other")]
    [InlineData("--data-protection-keys FOLDER/none --application-name x", "has no Data Protection keys")]
    [InlineData("--data-protection-keys EMPTY --application-name x", "has no Data Protection keys")]
    [InlineData("--allow-unprotected --announce-hours 0", "--announce-hours must be a whole number from 1 to 8760")]
    [InlineData("--allow-unprotected --key-size 1024", "--key-size must be 2048 or 3072")]
    public async Task Command_without_the_program_s_protector_is_refused(string options, string reason)
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        var empty = Directory.CreateDirectory(Path.Combine(folder.Folder, "empty")).FullName;
        var words = options.Replace("FOLDER", folder.Keys, StringComparison.Ordinal).Replace("EMPTY", empty, StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var run = await file.RunAsync(["keys", "rotate", .. words]);

        Assert.Contains(reason, run.FailedWith(2), StringComparison.Ordinal);
        Assert.Empty(await file.Storage.ListToolKeysAsync(Token));
        Assert.Empty(Directory.EnumerateFiles(empty));
    }

    [Theory]
    [InlineData("rotate")]
    [InlineData("import")]
    public async Task Protector_that_is_not_the_program_s_is_refused(string command)
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        (await file.RunAsync(["keys", "rotate", .. folder.Options])).Succeeded();
        string[] line = command == "rotate" ? ["keys", "rotate"] : ["keys", "import", folder.Pem, "--key-id", "old"];

        var run = await file.RunAsync([.. line, "--data-protection-keys", folder.Keys, "--application-name", "another"]);

        Assert.Contains("so they are not the program's", run.FailedWith(2), StringComparison.Ordinal);
        Assert.Single(await file.Storage.ListToolKeysAsync(Token));
    }

    [Fact]
    public async Task Expired_protection_keys_are_refused()
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        var path = Assert.Single(Directory.GetFiles(folder.Keys));
        var key = XDocument.Load(path);
        foreach (var date in key.Root!.Elements().Where(static element => element.Name.LocalName.EndsWith("Date", StringComparison.Ordinal)))
        {
            date.Value = "2020-01-01T00:00:00Z";
        }

        key.Save(path);

        var run = await file.RunAsync(["keys", "rotate", .. folder.Options]);

        Assert.Contains("was not stored because the protector failed", run.FailedWith(2), StringComparison.Ordinal);
        Assert.Empty(await file.Storage.ListToolKeysAsync(Token));
        Assert.Single(Directory.GetFiles(folder.Keys));
    }

    private static string Create(string kind, PemFolder folder)
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var small = RSA.Create(1024);
        return kind switch
        {
            "encrypted" => folder.Write(kind, rsa.ExportEncryptedPkcs8PrivateKeyPem(
                "password", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1))),
            "elliptic curve" => folder.Write(kind, ec.ExportECPrivateKeyPem()),
            "small" => folder.Write(kind, small.ExportPkcs8PrivateKeyPem()),
            "public only" => folder.Write(kind, rsa.ExportSubjectPublicKeyInfoPem()),
            "two keys" => folder.Write(kind, $"{rsa.ExportPkcs8PrivateKeyPem()}\n{rsa.ExportPkcs8PrivateKeyPem()}"),
            "no key" => folder.Write(kind, "a text"),
            "empty" => folder.Write(kind, ""),
            "blank" => folder.Write(kind, "  \n"),
            "huge" => folder.Write(kind, $"{rsa.ExportPkcs8PrivateKeyPem()}{new string('x', 70_000)}"),
            "folder" => folder.Folder,
            _ => Path.Combine(folder.Folder, "none.pem"),
        };
    }
}
