using Lti.Storage.Cli.Tests.Files;
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
    public async Task Client_without_its_name_is_exit_code_4_and_works()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON clients FOR EACH ROW EXECUTE FUNCTION refuse();
            """);

        var added = await AddAsync(database);

        var line = added.FailedWith(exitCode: 4);
        var id = await database.QueryAsync<Guid>("SELECT id FROM clients");
        Assert.Contains($"The client {id} and its deployment '1' are stored", line, StringComparison.Ordinal);
        Assert.EndsWith($"Name it with lti-storage clients update {id} --name.", line, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing was changed.", line, StringComparison.OrdinalIgnoreCase);
        var launch = await database.Storage.FindLaunchAsync(new LaunchKey("https://lms.example.edu", "c", "1"), Token);
        Assert.True(launch.IsFound);
    }

    [Fact]
    public async Task Client_that_is_removed_before_it_has_its_name_is_exit_code_1()
    {
        await using var file = await SqliteFile.MigratedAsync();
        file.Execute("CREATE TRIGGER removes AFTER INSERT ON deployments BEGIN DELETE FROM clients; END");

        var added = await file.RunAsync(AddArguments("1"));

        Assert.Contains("another program has removed them since", added.FailedWith(exitCode: 1), StringComparison.Ordinal);
    }

    /// <summary>A trigger stands for another program that adds the client after this command has looked for it.</summary>
    [Theory]
    [InlineData("other", "This command has added the deployment '1' to it and nothing else.", "1 other")]
    [InlineData("1", "with the deployment '1'. Nothing was changed.", "1")]
    public async Task Client_that_another_program_adds_at_the_same_moment_keeps_its_name(string deployment, string message, string deployments)
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            $"""
            CREATE FUNCTION overtake() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
                INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
                    VALUES ('theirs', NEW.iss, NEW.client_id, NEW.auth_url, NEW.token_url, NEW.jwks_url);
                INSERT INTO deployments (client_id, deployment_id) SELECT id, '{deployment}' FROM clients;
                RETURN NEW; END $$;
            CREATE TRIGGER overtakes BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION overtake();
            """);

        var added = await AddAsync(database);

        var line = added.FailedWith(exitCode: 1);
        Assert.StartsWith("Another program has just added this client", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Contains($"clients show {await database.QueryAsync<Guid>("SELECT id FROM clients")}.", line, StringComparison.Ordinal);
        Assert.Equal("theirs", await database.QueryAsync<string>("SELECT string_agg(name, ' ') FROM clients"));
        Assert.Equal(
            deployments, await database.QueryAsync<string>("SELECT string_agg(deployment_id, ' ' ORDER BY deployment_id) FROM deployments"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Concurrent_commands_add_one_client_and_one_deployment(bool isServer)
    {
        await using var database = await Database.MigratedAsync();
        await using var file = await SqliteFile.MigratedAsync();
        string[] add = AddArguments("1");

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => isServer ? database.RunAsync(add) : file.RunAsync(add), Token)));

        Assert.Single(runs, static run => run.ExitCode == 0);
        Assert.Equal(3, runs.Count(static run => run.ExitCode == 1));
        ILtiStorage storage = isServer ? database.Storage : file.Storage;
        var client = Assert.Single(await storage.ListClientsAsync(cancellationToken: Token).ToListAsync(Token));
        Assert.Equal("n", client.Name);
        Assert.Single(await storage.ListDeploymentsAsync(client.Id, cancellationToken: Token).ToListAsync(Token));
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

    private static Task<ToolRun> AddAsync(Database database) => database.RunAsync(AddArguments("1"));

    private static string[] AddArguments(string deployment)
        => ["clients", "add", "--name", "n", "--issuer", "https://lms.example.edu", "--client-id", "c", .. _urls, "--deployment-id", deployment];
}
