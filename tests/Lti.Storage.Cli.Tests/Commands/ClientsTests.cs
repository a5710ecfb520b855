using System.Text.Json;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Commands;

public sealed class ClientsTests
{
    private const string Missing = "018f0000-0000-7000-8000-000000000000";

    private static readonly string[] _urls =
    [
        "--authorization-url", "https://lms.example.edu/auth",
        "--token-url", "https://lms.example.edu/token",
        "--jwks-url", "https://lms.example.edu/jwks",
    ];

    [Fact]
    public async Task Clients_and_deployments_are_printed_as_text()
    {
        await using var database = await Database.MigratedAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync("clients", "list");
        await transcript.RunAsync(
            ["clients", "add", "--name", "日本語 [bold] Ñandú", "--issuer", "https://lms.example.edu", "--client-id", "client-1", .. _urls]);
        await transcript.RunAsync(
            ["clients", "add", "--name", "Twice", "--issuer", "https://lms.example.edu", "--client-id", "client-1", .. _urls]);
        var client = await IdAsync(database);
        await transcript.RunAsync("clients", "update", client, "--name", "Canvas", "--jwks-url", "https://lms.example.edu/keys");
        await transcript.RunAsync("deployments", "list", client);
        await transcript.RunAsync(
            "deployments", "add", client, "--deployment-id", "1:8865aa05", "--name", "Faculty of Arts", "--description", "Since 2026");
        await transcript.RunAsync("deployments", "add", client, "--deployment-id", "default");
        await transcript.RunAsync("deployments", "add", client, "--deployment-id", "default");
        await transcript.RunAsync("clients", "list");
        await transcript.RunAsync("clients", "show", client);
        await transcript.RunAsync("deployments", "list", client);
        var deployment = await database.QueryAsync<Guid>("SELECT id FROM deployments WHERE deployment_id = 'default'");
        await transcript.RunAsync("deployments", "remove", client, deployment.ToString());
        await transcript.RunAsync("deployments", "remove", client, deployment.ToString(), "--yes");
        await transcript.RunAsync("deployments", "remove", client, deployment.ToString(), "--yes");
        await transcript.RunAsync("clients", "remove", client);
        await transcript.RunAsync("clients", "remove", client, "--yes");
        await transcript.RunAsync("clients", "remove", client, "--yes");

        transcript.ShouldMatch("clients.txt");
    }

    [Fact]
    public async Task Clients_and_deployments_are_printed_as_JSON()
    {
        await using var database = await Database.MigratedAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync("clients", "list", "--json");
        await transcript.RunAsync(
            ["clients", "add", "--json", "--name", "@canvas \"Ñ\" 😀",
                "--issuer", "https://lms.example.edu", "--client-id", "client-1", .. _urls]);
        var client = await IdAsync(database);
        await transcript.RunAsync("--json", "clients", "update", client, "--client-id", "client-2");
        await transcript.RunAsync("deployments", "add", client, "--deployment-id", "1", "--json");
        await transcript.RunAsync("deployments", "list", client, "--json");
        await transcript.RunAsync("clients", "show", client, "--json");
        await transcript.RunAsync(
            ["clients", "add", "--json", "--name", "Other", "--issuer", "https://lms.example.org", "--client-id", "client-1", .. _urls]);
        await transcript.RunAsync("clients", "list", "--json");
        await transcript.RunAsync("clients", "list", "--issuer", "https://lms.example.edu", "--json");
        await transcript.RunAsync("clients", "list", "--issuer", "https://lms.example.edu", "--client-id", "client-1", "--json");
        var deployment = await database.QueryAsync<Guid>("SELECT id FROM deployments");
        await transcript.RunAsync("deployments", "remove", client, deployment.ToString(), "--yes", "--json");
        await transcript.RunAsync("clients", "remove", client, "--yes", "--json");

        transcript.ShouldMatch("clients-json.txt");
    }

    [Fact]
    public async Task Missing_client_is_reported_with_exit_code_1()
    {
        await using var database = await Database.MigratedAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync("clients", "show", Missing);
        await transcript.RunAsync("clients", "update", Missing, "--name", "x");
        await transcript.RunAsync("deployments", "list", Missing, "--json");
        await transcript.RunAsync("deployments", "add", Missing, "--deployment-id", "1");
        await transcript.RunAsync("clients", "enable", Missing);
        await transcript.RunAsync("clients", "disable", Missing, "--json");
        await transcript.RunAsync("deployments", "approve", Missing, Missing);
        await transcript.RunAsync("deployments", "update", Missing, Missing, "--name", "x");

        transcript.ShouldMatch("missing.txt");
    }

    [Fact]
    public async Task Refused_value_is_reported_by_its_option_and_not_stored()
    {
        await using var database = await Database.MigratedAsync();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync(["clients", "add", "--name", new string('x', 256), "--issuer", "i", "--client-id", "c", .. _urls]);
        await transcript.RunAsync(["clients", "add", "--name", "", "--issuer", "i", "--client-id", "c", .. _urls]);
        await transcript.RunAsync("clients", "update", Missing, "--authorization-url", "ftp://lms.example.edu");
        await transcript.RunAsync("clients", "list", "--issuer", new string('x', 256));
        await transcript.RunAsync("sessions", "show", "--issuer", "i", "--deployment-id", new string('x', 256));
        await transcript.RunAsync(["clients", "add", "--name", "n", "--issuer", "i", "--client-id", "c", .. _urls, "--token-audience", ""]);
        await transcript.RunAsync("clients", "update", Missing, "--token-audience", new string('x', 2049));
        await transcript.RunAsync("deployments", "add", Missing, "--deployment-id", "");
        await transcript.RunAsync("deployments", "update", Missing, Missing, "--deployment-id", new string('x', 256));

        transcript.ShouldMatch("refused-input.txt");
        Assert.Equal(0L, await database.QueryAsync<long>("SELECT count(*) FROM clients"));
    }

    [Fact]
    public async Task Table_of_many_pages_is_complete_and_in_order_with_one_head()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
            SELECT 'LMS', 'https://lms' || n, 'c', 'a', 't', 'j' FROM generate_series(1, 2500) AS n
            """);

        var run = await database.RunAsync("clients", "list");

        var lines = run.Succeeded().Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2501, lines.Length);
        Assert.StartsWith("id ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            await database.QueryTextsAsync("SELECT id::text FROM clients ORDER BY id"),
            lines.Skip(1).Select(line => line.Split(' ')[0]),
            StringComparer.Ordinal);
    }

    private static async Task<string> IdAsync(Database database)
    {
        var run = await database.RunAsync("clients", "list", "--json");
        return JsonElement.Parse(run.Output.Split('\n')[0]).GetProperty("id").GetString()!;
    }
}
