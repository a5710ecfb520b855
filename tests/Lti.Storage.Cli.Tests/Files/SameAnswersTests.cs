using System.Text;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Help;
using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.Cli.Tests.ToolKeys;

namespace Lti.Storage.Cli.Tests.Files;

/// <summary>The commands answer on an SQLite file as on PostgreSQL, word for word.</summary>
public sealed class SameAnswersTests
{
    private const string Issuer = "https://lms.example.edu";

    /// <summary>Commands whose answers name properties of the storage.</summary>
    private static readonly string[] _different = ["migrate", "doctor", "backup", "copy"];

    [Fact]
    public async Task Every_command_answers_the_same_on_both_storages()
    {
        await using var server = await Database.MigratedAsync();
        await using var file = await SqliteFile.MigratedAsync();
        HashSet<string> walked = new(StringComparer.Ordinal);

        using var folder = new PemFolder();
        var onServer = await WalkAsync(server.RunAsync, server.Storage, folder, walked);
        var onFile = await WalkAsync(file.RunAsync, file.Storage, folder, walked);

        Assert.Equal(onServer, onFile);
        var commands = CommandTree.All.Where(each => !each.Command.Subcommands.Any()).Select(each => each.Path);
        Assert.Equal(commands.Except(_different, StringComparer.Ordinal).Order(StringComparer.Ordinal), walked.Order(StringComparer.Ordinal));
    }

    private static async Task<string> WalkAsync(Func<string[], Task<ToolRun>> run, ILtiStorage storage, PemFolder folder, HashSet<string> walked)
    {
        var text = new StringBuilder();
        await RunAsync("clients add --name LMS --issuer https://lms.example.edu --client-id client-1 "
            + "--authorization-url https://a.example --token-url https://t.example --jwks-url https://j.example --deployment-id 1");
        var client = await storage.FindClientAsync(Issuer, "client-1", Token);
        var id = client!.Id.ToString();
        await RunAsync("clients add --name Twin --issuer https://LMS.example.edu/ --client-id client-1 "
            + "--authorization-url https://a.example --token-url https://t.example --jwks-url https://j.example");
        await RunAsync("clients add --name Again --issuer https://lms.example.edu --client-id client-1 "
            + "--authorization-url https://a.example --token-url https://t.example --jwks-url https://j.example");
        await RunAsync("clients list");
        await RunAsync("clients list --json");
        await RunAsync($"clients show {id}");
        await RunAsync($"clients update {id} --client-id CLIENT-2 --token-audience https://audience.example");
        await RunAsync($"clients disable {id}");
        await RunAsync($"clients enable {id} --json");
        await RunAsync($"deployments add {id} --deployment-id abc --status pending --name Arts");
        await RunAsync($"deployments add {id} --deployment-id ABC --status disabled");
        await RunAsync($"deployments list {id}");
        await RunAsync("deployments list --status pending");
        await RunAsync("deployments list --status disabled --json");
        var arts = (await storage.FindDeploymentByPlatformIdAsync(client.Id, "abc", Token))!.Id;
        await RunAsync($"deployments enable {id} {arts}");
        await RunAsync($"deployments approve {id} {arts}");
        await RunAsync($"deployments disable {id} {arts}");
        await RunAsync($"deployments update {id} {arts} --clear-name --deployment-id 31");
        await RunAsync($"deployments remove {id} {arts} --yes");
        var session = await AddSessionAsync(storage);
        await RunAsync($"sessions show {session}");
        await RunAsync($"sessions show --issuer {Issuer}");
        await RunAsync($"sessions revoke {session} --yes");
        await RunAsync($"sessions revoke --issuer {Issuer} --yes --json");
        var protection = $"--data-protection-keys {folder.Keys} --application-name tool";
        await RunAsync("keys list");
        await RunAsync("keys jwks");
        await RunAsync("keys rotate");
        await RunAsync($"keys import {folder.Pem} --key-id old {protection}");
        await RunAsync($"keys import {folder.Pem} --key-id old {protection}");
        await RunAsync($"keys jwks");
        await RunAsync($"keys rotate {protection} --announce-hours 2 --json");
        await RunAsync($"keys rotate {protection}");
        await RunAsync("keys list");
        await RunAsync("keys list --json");
        await RunAsync("keys revoke old");
        await RunAsync("keys revoke old --yes");
        await RunAsync("keys revoke old --yes --json");
        await RunAsync("keys list --retire-days 1");
        await AddTokenAsync(storage);
        await RunAsync("tokens list");
        await RunAsync($"tokens list {id} --json");
        await RunAsync($"tokens list {Guid.Empty}");
        await RunAsync("tokens clear");
        await RunAsync($"tokens clear {id} --yes");
        await RunAsync("tokens clear --yes --json");
        Assert.DoesNotContain("canary", text.ToString(), StringComparison.Ordinal);
        await storage.StoreNonceAsync("expired", TimeSpan.FromTicks(10), Token);
        await RunAsync("cleanup --batch-size 1");
        await RunAsync($"clients remove {id} --yes --json");
        await RunAsync($"clients show {id}");
        return Placeholders.Replace(text.ToString());

        async Task RunAsync(string line)
        {
            var answer = await run(line.Split(' '));
            walked.UnionWith(CommandTree.All.Where(each => each.Path.Length > 0 && line.StartsWith($"{each.Path} ", StringComparison.Ordinal)
                && !each.Command.Subcommands.Any()).Select(each => each.Path));
            walked.UnionWith(line is "clients list" or "keys list" or "keys jwks" or "tokens list" or "tokens clear" ? [line] : []);
            text.Append(line).Append('\n').Append(answer.Output).AppendJoin('\n', answer.Remarks).Append('\n').Append(answer.ExitCode).Append('\n');
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task AddTokenAsync(ILtiStorage storage)
    {
        var tokens = storage.GetService<IAccessTokenStorage>()!;
        var request = new AccessTokenRequest(Issuer, "CLIENT-2", "https://t.example", ["b", "a"]);
        var lease = Guid.NewGuid();
        await tokens.LeaseAccessTokenAsync(request, lease, TimeSpan.Zero, TimeSpan.FromMinutes(1), Token);
        var stored = new NewAccessToken
        {
            TokenId = Guid.NewGuid(),
            Token = new StoredSecret("canary"u8.ToArray(), IsProtected: true),
            Lifetime = TimeSpan.FromHours(1),
        };
        Assert.True(await tokens.StoreAccessTokenAsync(request, lease, stored, Token));
    }

    private static async Task<Guid> AddSessionAsync(ILtiStorage storage)
    {
        // The order that PostgreSQL gives to the members.
        var document = $$$"""{"user":{"id":"42"},"platform":{"issuer":"{{{Issuer}}}","clientId":"CLIENT-2","deploymentId":"1"}}""";
        var session = LtiSession.FromDocument(new Guid("11111111-0000-4000-8000-000000000000"), Encoding.UTF8.GetBytes(document));
        await storage.AddSessionAsync(session, cancellationToken: Token);
        return session.Id;
    }
}
