using System.Text.Json;
using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.ToolKeys;

/// <summary>Keys are imported, rotated, revoked and listed, and the key set is printed.</summary>
public sealed class KeysTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_are_listed_imported_rotated_and_revoked()
    {
        await using var database = await Database.MigratedAsync();
        using var folder = new PemFolder();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString)) { WorkingFolder = folder.Folder };

        await transcript.RunAsync("keys", "list");
        await transcript.RunAsync("keys", "jwks");
        await transcript.RunAsync("keys", "import", "key.pem", "--key-id", "old", "--allow-unprotected");
        await transcript.RunAsync("keys", "import", "key.pem", "--key-id", "old", "--allow-unprotected");
        await transcript.RunAsync("keys", "list");
        await transcript.RunAsync("keys", "rotate", "--allow-unprotected", "--key-size", "3072");
        await transcript.RunAsync("keys", "rotate", "--allow-unprotected", "--json");
        await transcript.RunAsync("keys", "import", "key.pem", "--key-id", "another", "--allow-unprotected", "--announce-hours", "3", "--json");
        await transcript.RunAsync("keys", "list");
        await transcript.RunAsync("keys", "list", "--json", "--retire-days", "30");
        await transcript.RunAsync("keys", "revoke", "old");
        await transcript.RunAsync("keys", "revoke", "old", "--yes");
        await transcript.RunAsync("keys", "revoke", "old", "--yes");
        await transcript.RunAsync("keys", "revoke", "none", "--yes");
        await transcript.RunAsync("keys", "revoke", "another", "--yes", "--json");
        await transcript.RunAsync("keys", "import", "key.pem", "--key-id", "old", "--allow-unprotected");
        await transcript.RunAsync("keys", "list");

        transcript.ShouldMatch("keys.txt");
    }

    [Fact]
    public async Task Revoking_the_last_key_needs_no_protector_and_says_that_none_signs()
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        (await file.RunAsync(["keys", "import", folder.Pem, "--key-id=-dash", .. folder.Options])).Succeeded();

        var revoked = (await file.RunAsync("keys", "revoke", "-dash", "--yes")).Succeeded();

        Assert.Contains("No key signs now", revoked.Output, StringComparison.Ordinal);
        Assert.Contains("No key signs", (await file.RunAsync("keys", "jwks")).FailedWith(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_set_is_what_the_tool_publishes_and_changes_nothing()
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        (await file.RunAsync(["keys", "import", folder.Pem, "--key-id", "old", .. folder.Options])).Succeeded();
        using var ring = ToolKeyRing.Create(file.Storage, options: null, folder.Protector);

        var run = (await file.RunAsync("keys", "jwks")).Succeeded();

        Assert.Equal((await ring.GetJwksAsync(Token)).Utf8Json.ToArray(), System.Text.Encoding.UTF8.GetBytes(run.Output.TrimEnd('\n')));
        Assert.Equal("old", Assert.Single(JsonElement.Parse(run.Output).GetProperty("keys").EnumerateArray()).GetProperty("kid").GetString());
        Assert.Single(await ring.ListAsync(Token));
    }

    [Fact]
    public async Task No_command_prints_a_private_key_or_its_protected_form()
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        List<ToolRun> runs = [];
        foreach (var line in new[]
        {
            "keys import key.pem --key-id first", "keys rotate", "keys import key.pem --key-id second", "keys import key.pem --key-id first",
            "keys list", "keys list --json", "keys jwks", "doctor", "doctor --json", "keys rotate", "keys revoke first --yes", "keys list",
        })
        {
            string[] options = line.StartsWith("keys import", StringComparison.Ordinal) || line == "keys rotate" || line == "doctor" ? folder.Options : [];
            runs.Add(await Tool.RunAsync([.. line.Split(' '), .. options, "--verbose"], folder.Folder, ("DATABASE_URL", file.ConnectionString)));
        }

        var stored = (await file.Storage.ListToolKeysAsync(Token)).Where(static key => !key.IsRemoved).ToList();
        var secrets = folder.PrivateTexts().Concat(stored.SelectMany(static key => new[]
        {
            Convert.ToBase64String(key.PrivateKey!.Bytes.Span)[..40],
            System.Buffers.Text.Base64Url.EncodeToString(key.PrivateKey.Bytes.Span)[..40],
            Convert.ToHexString(key.PrivateKey.Bytes.Span)[..40],
        })).ToList();
        Assert.Equal(2, stored.Count);
        Assert.All(runs, run => Assert.DoesNotContain(secrets, secret => $"{run.Output}{run.Errors}".Contains(secret, StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("rotate")]
    [InlineData("import")]
    public async Task Key_that_the_command_protects_is_read_by_the_program(string command)
    {
        await using var file = await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        string[] line = command == "rotate" ? ["keys", "rotate"] : ["keys", "import", folder.Pem, "--key-id", "old"];

        (await file.RunAsync([.. line, .. folder.Options])).Succeeded();

        using var ring = ToolKeyRing.Create(file.Storage, options: null, folder.Protector);
        var key = await ring.GetSigningKeyAsync(Token);
        Assert.Equal(256, key.Sign("data"u8).Length);
        Assert.True(Assert.Single(await ring.ListAsync(Token)).IsProtected);
    }
}
