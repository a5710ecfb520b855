using System.Security.Cryptography;
using Lti.Storage.Cli.Tests.Help;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Connecting;

/// <summary>The doctor and commands that write name the database on standard error.</summary>
public sealed class NamedDatabaseTests
{
    private const string Id = "018f0000-0000-7000-8000-000000000000";

    private static readonly Dictionary<string, string> _arguments = new(StringComparer.Ordinal)
    {
        ["clients show"] = Id,
        ["clients add"] = "--name n --issuer i --client-id c --authorization-url https://a --token-url https://t --jwks-url https://j",
        ["clients update"] = $"{Id} --name n",
        ["clients enable"] = Id,
        ["clients disable"] = Id,
        ["clients remove"] = $"{Id} --yes",
        ["deployments list"] = Id,
        ["deployments add"] = $"{Id} --deployment-id 1",
        ["deployments update"] = $"{Id} {Id} --name n",
        ["deployments approve"] = $"{Id} {Id}",
        ["deployments enable"] = $"{Id} {Id}",
        ["deployments disable"] = $"{Id} {Id}",
        ["deployments remove"] = $"{Id} {Id} --yes",
        ["sessions show"] = Id,
        ["sessions revoke"] = $"{Id} --yes",
        ["keys rotate"] = "--allow-unprotected",
        ["keys revoke"] = "kid --yes",
        ["keys import"] = $"{CreatePem()} --key-id kid --allow-unprotected",
        ["tokens clear"] = "--yes",
    };

    private static readonly string[] _readers = ["clients list", "clients show", "deployments list", "sessions show", "keys list", "keys jwks", "tokens list"];

    /// <summary>A copy has two databases, and a backup is refused for PostgreSQL. Their own tests cover them.</summary>
    private static readonly string[] _others = ["backup", "copy"];

    public static TheoryData<string> Leaves { get; } =
        [.. CommandTree.All.Where(each => !each.Command.Subcommands.Any()).Select(each => each.Path).Except(_others, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Leaves))]
    public async Task Command_that_writes_names_the_database_and_another_only_with_verbose(string path)
    {
        string[] arguments = [.. $"{path} {_arguments.GetValueOrDefault(path)}".Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        (string, string?) nowhere = ("DATABASE_URL", "postgresql://127.0.0.1:1/nowhere");
        const string Expected = "Using the database 'nowhere' on 127.0.0.1:1 (from DATABASE_URL), schema 'public'.";

        var quiet = await Tool.RunAsync([.. arguments, "--json"], nowhere);
        var verbose = await Tool.RunAsync([.. arguments, "--verbose"], nowhere);

        Assert.Equal(_readers.Contains(path) ? null : Expected, quiet.NamedDatabase);
        Assert.Equal(Expected, verbose.NamedDatabase);
        Assert.Equal((3, ""), (quiet.ExitCode, quiet.Output));
    }

    private static string CreatePem()
    {
        using var rsa = RSA.Create(2048);
        var path = Path.Combine(Directory.CreateTempSubdirectory("lti-cli-pem").FullName, "key.pem");
        File.WriteAllText(path, rsa.ExportPkcs8PrivateKeyPem());
        return path;
    }
}
