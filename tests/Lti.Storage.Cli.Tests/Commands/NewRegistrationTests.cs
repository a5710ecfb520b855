using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Commands;

/// <summary><c>clients add --deployment-id</c> adds a client and its deployment together or neither.</summary>
public sealed class NewRegistrationTests
{
    private static readonly string[] _urls =
    [
        "--authorization-url", "https://lms.example.edu/auth",
        "--token-url", "https://lms.example.edu/token",
        "--jwks-url", "https://lms.example.edu/jwks",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_and_deployment_are_added_together()
    {
        await using var database = await Database.MigratedAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));
        string[] both = ["clients", "add", "--name", "Brightspace", "--issuer", "https://lms.example.edu", .. _urls];

        await transcript.RunAsync(
            [.. both, "--client-id", "client-1", "--token-audience", "https://api.example.edu/auth/token", "--deployment-id", "1"]);
        await transcript.RunAsync([.. both, "--client-id", "client-2", "--deployment-id", "2", "--json"]);
        await transcript.RunAsync([.. both, "--client-id", "client-1", "--deployment-id", "other"]);

        transcript.ShouldMatch("registration.txt");
        var launch = await database.Storage.FindLaunchAsync(new LaunchKey("https://lms.example.edu", "client-1", "1"), Token);
        Assert.Equal(LaunchOutcome.Found, launch.Outcome);
        Assert.Equal(("Brightspace", "https://api.example.edu/auth/token"), (launch.Client!.Name, launch.Client.Endpoints.TokenAudience));
        Assert.Equal(["1", "2"], await database.QueryTextsAsync("SELECT deployment_id FROM deployments ORDER BY 1"));
    }

    [Theory]
    [InlineData("--name", "")]
    [InlineData("--name", null)]
    [InlineData("--issuer", "")]
    [InlineData("--issuer", null)]
    [InlineData("--client-id", "")]
    [InlineData("--client-id", null)]
    [InlineData("--jwks-url", "ftp://lms.example.edu/jwks")]
    [InlineData("--token-audience", "")]
    [InlineData("--deployment-id", "")]
    [InlineData("--deployment-id", null)]
    public async Task Refused_value_stores_neither_and_is_reported_as_without_the_deployment(string option, string? value)
    {
        await using var database = await Database.MigratedAsync();
        value ??= new string('x', 256);
        Dictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["--name"] = "n",
            ["--issuer"] = "https://lms.example.edu",
            ["--client-id"] = "c",
            ["--authorization-url"] = _urls[1],
            ["--token-url"] = _urls[3],
            ["--jwks-url"] = _urls[5],
        };
        var deployment = option == "--deployment-id" ? value : "1";
        values[option] = value;
        values.Remove("--deployment-id");
        string[] add = ["clients", "add", .. values.SelectMany(pair => new[] { pair.Key, pair.Value })];

        var both = await database.RunAsync([.. add, "--deployment-id", deployment]);

        var line = both.FailedWith(exitCode: 2);
        Assert.StartsWith(option, line, StringComparison.Ordinal);
        Assert.Equal(0L, await database.QueryAsync<long>("SELECT (SELECT count(*) FROM clients) + (SELECT count(*) FROM deployments)"));
        if (option != "--deployment-id")
        {
            Assert.Equal((await database.RunAsync(add)).FailedWith(exitCode: 2), line);
        }
    }

    [Fact]
    public async Task Client_works_with_a_warning_if_only_its_name_can_not_be_stored()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON clients FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        var added = await database.RunAsync(
            ["clients", "add", "--name", "n", "--issuer", "https://lms.example.edu", "--client-id", "c", .. _urls, "--deployment-id", "1", "--json"]);

        Assert.Equal(0, added.ExitCode);
        Assert.Contains("\"name\":\"https://lms.example.edu\"", added.Output, StringComparison.Ordinal);
        Assert.StartsWith("warning: The client and its deployment are stored", Assert.Single(added.Remarks), StringComparison.Ordinal);
        var launch = await database.Storage.FindLaunchAsync(new LaunchKey("https://lms.example.edu", "c", "1"), Token);
        Assert.True(launch.IsFound);
    }

    [Fact]
    public async Task Failure_of_the_deployment_stores_no_client()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON deployments FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        var added = await database.RunAsync(
            ["clients", "add", "--name", "n", "--issuer", "https://lms.example.edu", "--client-id", "c", .. _urls, "--deployment-id", "1"]);

        added.FailedWith(exitCode: 3);
        Assert.Equal(0L, await database.QueryAsync<long>("SELECT count(*) FROM clients"));
    }
}
