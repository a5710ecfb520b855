using Lti.Storage.Cli.Tests.Doctor;
using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.ToolKeys;

/// <summary>The doctor's checks of tool keys, on a server and on a file.</summary>
public sealed class KeyDoctorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Doctor_follows_the_keys_from_none_to_lost_ones(bool isServer)
    {
        await using var server = isServer ? await Database.MigratedAsync() : null;
        await using var file = isServer ? null : await SqliteFile.MigratedAsync();
        using var folder = new PemFolder();
        Func<string[], Task<ToolRun>> run = server is null ? file!.RunAsync : server.RunAsync;

        Assert.Equal(("ok", 0), await FindAsync([], "No tool keys are stored"));

        Assert.Equal(0, (await run(["keys", "import", folder.Pem, "--key-id", "first", "--allow-unprotected"])).ExitCode);
        Assert.Equal(("ok", 1), await FindAsync([], "has signed for 0 days"));
        await FindSecretAsync([], "warning", "without protection: 'first'", "keys rotate");

        await AgeAsync(TimeSpan.FromDays(93));
        Assert.Equal(("warning", 1), await FindAsync([], "'first' has signed for 93 days"));
        Assert.Equal(("ok", 1), await FindAsync(["--rotate-days", "120"], "has signed for 93 days"));

        Assert.Equal(0, (await run(["keys", "rotate", .. folder.Options])).ExitCode);
        Assert.Equal(("ok", 1), await FindAsync([], "2 keys in the published set"));

        Assert.Equal(0, (await run(["keys", "revoke", "first", "--yes"])).ExitCode);
        await FindSecretAsync([], "ok", "All private keys are protected.", null);
        await FindSecretAsync(folder.Options, "ok", "protected and can be read", null);
        await FindSecretAsync(["--data-protection-keys", folder.Keys, "--application-name", "another"], "problem", "can't read the private keys", "keys revoke");

        var last = Assert.Single(await KeysAsync(), static key => !key.IsRemoved).KeyId;
        Assert.Equal(0, (await run(["keys", "revoke", last, "--yes"])).ExitCode);
        Assert.Equal(("warning", 0), await FindAsync([], "No tool key signs"));

        async Task<(string Status, int Secrets)> FindAsync(string[] options, string message)
        {
            var answer = await run(["doctor", "--json", .. options]);
            var finding = Assert.Single(answer.Findings("tool keys"));
            Assert.Contains(message, finding.Message, StringComparison.Ordinal);
            return (finding.Status, answer.Findings("secrets").Count);
        }

        async Task FindSecretAsync(string[] options, string status, string message, string? advice)
        {
            var finding = Assert.Single((await run(["doctor", "--json", .. options])).Findings("secrets"));
            Assert.Equal(status, finding.Status);
            Assert.Contains(message, finding.Message, StringComparison.Ordinal);
            Assert.Contains(advice ?? "", finding.Advice ?? "", StringComparison.Ordinal);
        }

        async Task AgeAsync(TimeSpan age)
        {
            await (server?.ExecuteAsync($"UPDATE tool_keys SET starts_at = starts_at - interval '{age.TotalDays} days'") ?? Task.CompletedTask);
            file?.Execute($"UPDATE tool_keys SET starts_at = starts_at - {age.Ticks}");
        }

        async Task<IReadOnlyList<StoredToolKey>> KeysAsync() => server is null
            ? await file!.Storage.ListToolKeysAsync(Token)
            : await server.Storage.ListToolKeysAsync(Token);
    }

    [Fact]
    public async Task Doctor_that_can_not_read_the_keys_goes_on()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync("ALTER TABLE tool_keys RENAME COLUMN protected TO was_protected");

        var run = await database.RunAsync("doctor", "--json");

        var finding = Assert.Single(run.Findings("tool keys"));
        Assert.Equal("warning", finding.Status);
        Assert.StartsWith("Not checked: ", finding.Message, StringComparison.Ordinal);
    }
}
