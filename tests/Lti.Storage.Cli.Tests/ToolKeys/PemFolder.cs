using System.Security.Cryptography;
using Lti.Storage.DataProtection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Lti.Storage.Cli.Tests.ToolKeys;

/// <summary>A folder with a PEM file and the Data Protection keys of a program.</summary>
internal sealed class PemFolder : IDisposable
{
    public const string ApplicationName = "my tool";

    private readonly RSA _rsa = RSA.Create(2048);

    public PemFolder()
    {
        Pem = Write("key.pem", _rsa.ExportPkcs8PrivateKeyPem());
        var services = new ServiceCollection();
        services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(Keys)).SetApplicationName(ApplicationName);
        Protector = new DataProtectionSecretProtector(services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>());
        Protector.Protect("makes the first Data Protection key"u8, new SecretPurpose("", ""));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("lti-cli-keys").FullName;

    /// <summary>The path of a good private key.</summary>
    public string Pem { get; }

    /// <summary>The folder of the program's Data Protection keys.</summary>
    public string Keys => Path.Combine(Folder, "protection");

    /// <summary>The protector of the program.</summary>
    public ISecretProtector Protector { get; }

    /// <summary>The options that describe the program's protector.</summary>
    public string[] Options => ["--data-protection-keys", Keys, "--application-name", ApplicationName];

    /// <summary>The private members of the key in the forms in which a text could hold them.</summary>
    public IEnumerable<string> PrivateTexts()
    {
        var parameters = _rsa.ExportParameters(includePrivateParameters: true);
        byte[][] members = [parameters.D!, parameters.P!, parameters.Q!, parameters.DP!, parameters.DQ!, parameters.InverseQ!];
        return members.SelectMany(member => new[]
        {
            Convert.ToBase64String(member)[..40],
            System.Buffers.Text.Base64Url.EncodeToString(member)[..40],
            Convert.ToHexString(member)[..40],
            Convert.ToHexStringLower(member)[..40],
        }).Concat(_rsa.ExportPkcs8PrivateKeyPem().Split('\n').Where(static line => line.Length == 64));
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _rsa.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
