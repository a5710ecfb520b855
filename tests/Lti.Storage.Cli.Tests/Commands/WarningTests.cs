using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Commands;

/// <summary>A value that a launch is unlikely to match is stored with a warning.</summary>
public sealed class WarningTests
{
    private const string Stored = "https://lms.example.edu";

    [Theory]
    [InlineData("https://lms.example.edu/", "client-1", "'https://lms.example.edu'")]
    [InlineData("https://LMS.example.edu", "client-1", "'https://lms.example.edu'")]
    [InlineData("https://lms.example.edu//", "client-1", "'https://lms.example.edu'")]
    [InlineData(" https://lms.example.edu", "client-1", "'https://lms.example.edu'|--issuer begins or ends with space")]
    [InlineData("https://lms.example.edu/ ", "client-1", "'https://lms.example.edu'|--issuer begins or ends with space")]
    [InlineData("https://lms.example.edu/\u00a0", "client-1", "--issuer begins or ends with space")]
    [InlineData("https://other.example.edu\u200b", "client-1", "--issuer holds an invisible character")]
    [InlineData("https://other.example.edu", " client-1", "--client-id begins or ends with space")]
    [InlineData("https://other.example.edu", "client-1\t", "--client-id begins or ends with space")]
    [InlineData("https://other.example.edu", "client-1", "")]
    [InlineData("https://lms.example.edu", "client-2", "")]
    [InlineData("https://lms.example.edu/moodle", "client-1", "")]
    public async Task Client_with_an_unlikely_value_is_stored_with_a_warning(string issuer, string clientId, string expected)
    {
        await using var database = await Database.MigratedAsync();
        Assert.Empty((await AddAsync(database, Stored, "client-1")).Remarks);

        var added = await AddAsync(database, issuer, clientId);

        Assert.Equal(0, added.ExitCode);
        AssertWarnings(expected, added);
        Assert.StartsWith("{\"id\":", added.Output, StringComparison.Ordinal);
        Assert.Equal(2L, await database.QueryAsync<long>("SELECT count(*) FROM clients"));
    }

    [Fact]
    public async Task Update_to_a_twin_warns_and_the_correction_of_a_twin_does_not()
    {
        await using var database = await Database.MigratedAsync();
        await AddAsync(database, Stored, "client-1");
        await AddAsync(database, "https://other.example.edu", "client-1");
        var id = (await database.QueryAsync<Guid>("SELECT id FROM clients WHERE iss LIKE '%other%'")).ToString();

        var twin = await database.RunAsync("clients", "update", id, "--issuer", Stored + "/", "--client-id", "client-2");
        var corrected = await database.RunAsync("clients", "update", id, "--issuer", Stored);

        AssertWarnings("'https://lms.example.edu'", twin);
        corrected.Succeeded();
    }

    [Theory]
    [InlineData("1 ", "--deployment-id begins or ends with space")]
    [InlineData("\u200e1", "--deployment-id holds an invisible character")]
    [InlineData("1", "")]
    public async Task Deployment_with_space_is_stored_with_a_warning(string deploymentId, string expected)
    {
        await using var database = await Database.MigratedAsync();
        await AddAsync(database, Stored, "client-1");
        var client = (await database.QueryAsync<Guid>("SELECT id FROM clients")).ToString();

        var added = await database.RunAsync("deployments", "add", client, "--deployment-id", deploymentId);

        Assert.Equal(0, added.ExitCode);
        AssertWarnings(expected, added);
        Assert.Equal(1L, await database.QueryAsync<long>("SELECT count(*) FROM deployments"));
    }

    [Theory]
    [InlineData("abc-1 ", "The deployment_id 'ABC-1'|--deployment-id begins or ends with space")]
    [InlineData("abc-1", "The deployment_id 'ABC-1'")]
    [InlineData("ABC-2", "")]
    public async Task Deployment_that_is_nearly_another_is_stored_with_a_warning(string deploymentId, string expected)
    {
        await using var database = await Database.MigratedAsync();
        await AddAsync(database, Stored, "client-1");
        await AddAsync(database, "https://other.example.edu", "client-1");
        var client = (await database.QueryAsync<Guid>("SELECT id FROM clients WHERE iss NOT LIKE '%other%'")).ToString();
        var other = (await database.QueryAsync<Guid>("SELECT id FROM clients WHERE iss LIKE '%other%'")).ToString();
        (await database.RunAsync("deployments", "add", client, "--deployment-id", "ABC-1")).Succeeded();
        (await database.RunAsync("deployments", "add", other, "--deployment-id", "abc-1")).Succeeded();
        (await database.RunAsync("deployments", "add", client, "--deployment-id", "another")).Succeeded();
        var another = (await database.QueryAsync<Guid>("SELECT id FROM deployments WHERE deployment_id = 'another'")).ToString();

        var added = await database.RunAsync("deployments", "add", client, "--deployment-id", deploymentId);
        var removed = await database.RunAsync(
            "deployments", "remove", client, DeploymentOf(added), "--yes");
        var updated = await database.RunAsync("deployments", "update", client, another, "--deployment-id", deploymentId);

        AssertWarnings(expected, added);
        removed.Succeeded();
        AssertWarnings(expected, updated);
    }

    [Theory]
    [InlineData("CLIENT-1", "The client_id 'client-1'")]
    [InlineData("client-1 ", "The client_id 'client-1'|--client-id begins or ends with space")]
    [InlineData("client-12", "")]
    public async Task Client_id_that_is_nearly_another_is_stored_with_a_warning(string clientId, string expected)
    {
        await using var database = await Database.MigratedAsync();
        await AddAsync(database, Stored, "client-1");
        await AddAsync(database, "https://other.example.edu", "CLIENT-1");

        var added = await AddAsync(database, Stored, clientId);

        AssertWarnings(expected, added);
    }

    [Theory]
    [InlineData("--client-id", "CLIENT-1", "The client_id 'client-1'")]
    [InlineData("--issuer", "https://lms.example.edu", "The client_id 'client-1'")]
    [InlineData("--name", " LMS", "--name begins or ends with space")]
    [InlineData("--name", "LMS", "")]
    public async Task Update_warns_of_the_changed_values_only(string option, string value, string expected)
    {
        await using var database = await Database.MigratedAsync();
        await AddAsync(database, Stored, "client-1");
        await AddAsync(database, option == "--issuer" ? "https://other.example.edu" : Stored, "client-1\t");
        var id = (await database.QueryAsync<Guid>("SELECT id FROM clients ORDER BY id DESC LIMIT 1")).ToString();

        var updated = await database.RunAsync("clients", "update", id, option, value);

        Assert.Equal(0, updated.ExitCode);
        AssertWarnings(expected, updated);
    }

    [Fact]
    public async Task Names_with_space_are_stored_with_a_warning()
    {
        await using var database = await Database.MigratedAsync();

        var client = await database.RunAsync(
            "clients", "add", "--name", "LMS ", "--issuer", Stored, "--client-id", "c", "--authorization-url", "https://a",
            "--token-url", "https://t", "--jwks-url", "https://j");
        var key = (await database.QueryAsync<Guid>("SELECT id FROM clients")).ToString();
        var deployment = await database.RunAsync("deployments", "add", key, "--deployment-id", "1", "--name", "Arts ");

        AssertWarnings("--name begins or ends with space", client);
        AssertWarnings("--name begins or ends with space", deployment);
    }

    [Fact]
    public async Task Failed_search_for_near_twins_keeps_the_answer()
    {
        await using var database = await Database.MigratedAsync();
        await AddAsync(database, Stored, "client-1");
        await database.ExecuteAsync(
            """
            CREATE SCHEMA faked;
            CREATE FUNCTION faked.lower(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'no search'; END $$;
            """);
        var text = database.Text(text => text.SearchPath = "faked,pg_catalog");

        var added = await Tool.RunAsync(
            ["clients", "add", "--name", "LMS", "--issuer", Stored + "/", "--client-id", "c", "--authorization-url", "https://a",
                "--token-url", "https://t", "--jwks-url", "https://j"],
            ("DATABASE_URL", text));

        Assert.StartsWith("Added the client 'LMS'", added.Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_audience_with_space_is_stored_with_a_warning()
    {
        await using var database = await Database.MigratedAsync();
        await AddAsync(database, Stored, "client-1");
        var client = (await database.QueryAsync<Guid>("SELECT id FROM clients")).ToString();

        var updated = await database.RunAsync("clients", "update", client, "--token-audience", "https://a ");

        AssertWarnings("--token-audience begins or ends with space", updated);
        Assert.Equal("https://a ", await database.QueryAsync<string>("SELECT token_audience FROM clients"));
    }

    [Fact]
    public async Task New_client_with_an_unlikely_deployment_is_stored_with_a_warning()
    {
        await using var database = await Database.MigratedAsync();

        var added = await database.RunAsync(
            "clients", "add", "--name", "LMS", "--issuer", Stored, "--client-id", "c", "--authorization-url", "https://a",
            "--token-url", "https://t", "--jwks-url", "https://j", "--deployment-id", " 1");

        Assert.Equal(0, added.ExitCode);
        AssertWarnings("--deployment-id begins or ends with space", added);
    }

    private static string DeploymentOf(ToolRun added)
    {
        var words = added.Output.TrimEnd('\n', '.').Split(' ');
        return words[^1];
    }

    private static Task<ToolRun> AddAsync(Database database, string issuer, string clientId) => database.RunAsync(
        "clients", "add", "--json", "--name", "LMS", "--issuer", issuer, "--client-id", clientId,
        "--authorization-url", "https://a", "--token-url", "https://t", "--jwks-url", "https://j");

    private static void AssertWarnings(string expected, ToolRun run)
    {
        var parts = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(run.Remarks, remark => Assert.StartsWith("warning: ", remark, StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(run.Remarks, remark => remark.Contains(part, StringComparison.Ordinal)));
        Assert.All(run.Remarks, remark => Assert.Contains(parts, part => remark.Contains(part, StringComparison.Ordinal)));
    }
}
