using System.Security.Cryptography;
using System.Text;
using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.PostgreSql;
using Lti.Storage.Sqlite;

namespace Lti.Storage.Cli.Tests.ToolKeys;

/// <summary>No private key is in a row, a file, a backup, a log, a trace or an exception unless it is stored unprotected on purpose.</summary>
public sealed class CanaryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Private_key_is_nowhere_in_the_file_or_its_backup(bool isProtected)
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        using var records = new Records();
        var options = new LtiStorageOptions { AllowUnprotectedSecrets = !isProtected };
        await using var storage = new SqliteLtiStorage(new SqliteStorageOptions { ConnectionString = file.ConnectionString }, options, loggerFactory: records);

        var secrets = await WalkAsync(storage, isProtected ? folder.Protector : null, folder, records);
        Assert.Equal(0, (await file.RunAsync("backup", "copy.db")).ExitCode);

        // The log beside the file has the newest pages.
        var stored = Directory.GetFiles(file.Folder).SelectMany(ReadShared).ToArray();
        var backup = await File.ReadAllBytesAsync(Path.Combine(file.Folder, "copy.db"), Token);
        Assert.Equal(!isProtected, Holds(stored, secrets));
        Assert.Equal(!isProtected, Holds(backup, secrets));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Private_key_is_nowhere_in_the_pages_of_the_server_or_in_its_rows(bool isProtected)
    {
        await using var database = await Database.MigratedAsync();
        using var folder = new PemFolder();
        using var records = new Records();
        var options = new LtiStorageOptions { AllowUnprotectedSecrets = !isProtected };
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString }, options, loggerFactory: records);

        var secrets = await WalkAsync(storage, isProtected ? folder.Protector : null, folder, records);

        Assert.NotEmpty(records.Lines);

        // A page may hold rows that were deleted. A long value may be compressed, so that the row is read too.
        await database.ExecuteAsync("CHECKPOINT");
        var pages = await database.QueryAsync<byte[]>("SELECT pg_read_binary_file(pg_relation_filepath('tool_keys'))");
        var rows = await database.QueryAsync<byte[]>("SELECT string_agg(private_key, '') FROM tool_keys");
        Assert.Equal(!isProtected, Holds([.. pages, .. rows], secrets));
    }

    /// <summary>Calls every operation of the ring, also with input and protectors that make it fail. Returns the private members.</summary>
    private static async Task<List<byte[]>> WalkAsync(ILtiStorage storage, ISecretProtector? protector, PemFolder folder, Records records)
    {
        var pem = await File.ReadAllTextAsync(folder.Pem, Token);
        using var ring = ToolKeyRing.Create(storage, options: null, protector);
        using var stranger = ToolKeyRing.Create(storage, options: null, new ForeignProtector());
        List<byte[]> secrets = [];
        await ring.ImportAsync(pem, "first", Token);
        await KeepAsync();
        List<Exception> errors =
        [
            await Record.ExceptionAsync(() => ring.ImportAsync(pem, "first", Token)) ?? Missing(),
            await Record.ExceptionAsync(() => ring.ImportAsync(pem + pem, "second", Token)) ?? Missing(),
            await Record.ExceptionAsync(() => ring.ImportAsync(pem.Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal), "second", Token)) ?? Missing(),
            await Record.ExceptionAsync(() => ring.ImportAsync(pem[..^200] + "\n-----END PRIVATE KEY-----", "second", Token)) ?? Missing(),
            await Record.ExceptionAsync(() => ring.ImportAsync(pem, new string('k', 300), Token)) ?? Missing(),
            await Record.ExceptionAsync(() => stranger.ImportAsync(pem, "second", Token)) ?? Missing(),
        ];
        if (protector is not null)
        {
            errors.Add(await Record.ExceptionAsync(() => stranger.GetSigningKeyAsync(Token).AsTask()) ?? Missing());
        }

        Assert.True(await ring.RotateAsync(Token));
        Assert.False(await ring.RotateIfDueAsync(Token));
        Assert.True(await ring.RevokeAsync("first", Token));
        await KeepAsync();
        var shown = $"{Encoding.UTF8.GetString((await ring.GetJwksAsync(Token)).Utf8Json.Span)} {string.Join(' ', await ring.ListAsync(Token))}";

        var told = string.Join('\n', [.. records.Lines, .. errors.Select(static error => $"{error} {string.Join(' ', error.Data.Values)}"), shown]);
        Assert.DoesNotContain(Texts(secrets), secret => told.Contains(secret, StringComparison.OrdinalIgnoreCase));
        return secrets;

        async Task KeepAsync()
        {
            var parameters = (await ring.GetSigningKeyAsync(Token)).Rsa.ExportParameters(includePrivateParameters: true);
            secrets.AddRange([parameters.D!, parameters.P!, parameters.Q!, parameters.DP!, parameters.DQ!, parameters.InverseQ!]);
        }
    }

    private static InvalidOperationException Missing() => throw new InvalidOperationException("The call should have failed.");

    private static IEnumerable<string> Texts(IEnumerable<byte[]> secrets) => secrets.SelectMany(static secret => new[]
    {
        Convert.ToBase64String(secret)[..40], System.Buffers.Text.Base64Url.EncodeToString(secret)[..40], Convert.ToHexString(secret)[..40],
    });

    private static bool Holds(byte[] bytes, IEnumerable<byte[]> secrets)
        => secrets.Any(secret => bytes.AsSpan().IndexOf(secret.AsSpan(0, 32)) >= 0)
            || Texts(secrets).Any(secret => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)) >= 0);

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The protector of another program: it protects nothing and reads nothing.</summary>
    private sealed class ForeignProtector : ISecretProtector
    {
        public byte[] Protect(ReadOnlySpan<byte> secret, SecretPurpose purpose) => throw new CryptographicException("The key store is locked.");

        public byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretPurpose purpose) => throw new CryptographicException("The key is missing.");
    }
}
