using Lti.Storage.Cli.Tests.Files;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;
using Npgsql;

namespace Lti.Storage.Cli.Tests.Commands;

/// <summary>Clients and deployments are suspended, approved and found by their status.</summary>
public sealed class StatusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_is_disabled_enabled_and_given_an_audience()
    {
        await using var database = await Database.MigratedAsync();
        var client = (await AddAsync(database, "https://lms.example.edu", "client-1")).ToString();
        await AddAsync(database, "https://lms.example.org", "client-1");
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync("clients", "disable", client);
        await transcript.RunAsync("clients", "disable", client, "--json");
        await transcript.RunAsync("clients", "list");
        await transcript.RunAsync("clients", "list", "--disabled", "--json");
        await transcript.RunAsync("clients", "list", "--enabled", "--json");
        await transcript.RunAsync("clients", "list", "--issuer", "https://lms.example.edu", "--enabled");
        await transcript.RunAsync("clients", "list", "--issuer", "https://lms.example.edu", "--client-id", "client-1", "--disabled");
        await transcript.RunAsync("clients", "show", client);
        await transcript.RunAsync("clients", "enable", client);
        await transcript.RunAsync("clients", "enable", client, "--json");
        await transcript.RunAsync("clients", "update", client, "--token-audience", "https://api.example.edu/auth/token", "--json");
        await transcript.RunAsync("clients", "update", client, "--name", "Brightspace", "--json");
        await transcript.RunAsync("clients", "show", client);
        await transcript.RunAsync("clients", "update", client, "--clear-token-audience", "--json");

        transcript.ShouldMatch("client-status.txt");
    }

    [Fact]
    public async Task Deployments_are_approved_disabled_enabled_and_updated()
    {
        await using var database = await Database.MigratedAsync();
        var key = await AddAsync(database, "https://lms.example.edu", "client-1");
        var client = key.ToString();
        var deployment = (await database.Storage.EnsureDeploymentAsync(key, "1", DeploymentStatus.Pending, Token)).Id.ToString();
        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync("deployments", "enable", client, deployment);
        await transcript.RunAsync("deployments", "approve", client, deployment);
        await transcript.RunAsync("deployments", "approve", client, deployment, "--json");
        await transcript.RunAsync("deployments", "disable", client, deployment);
        await transcript.RunAsync("deployments", "disable", client, deployment, "--json");
        await transcript.RunAsync("deployments", "approve", client, deployment);
        await transcript.RunAsync("deployments", "enable", client, deployment);
        await transcript.RunAsync("deployments", "enable", client, deployment, "--json");
        await transcript.RunAsync(
            "deployments", "update", client, deployment, "--deployment-id", "2", "--name", "Arts", "--description", "Since 2026",
            "--status", "disabled");
        await transcript.RunAsync("deployments", "update", client, deployment, "--clear-name", "--status", "active", "--json");
        await transcript.RunAsync("deployments", "update", client, deployment, "--clear-description", "--json");
        await transcript.RunAsync("deployments", "add", client, "--deployment-id", "3", "--status", "pending", "--json");
        await transcript.RunAsync("deployments", "update", client, deployment, "--deployment-id", "3");
        await transcript.RunAsync("deployments", "disable", client, client);
        await transcript.RunAsync("deployments", "disable", deployment, deployment);

        transcript.ShouldMatch("deployment-status.txt");
    }

    [Theory]
    [InlineData("approve", DeploymentStatus.Pending, 0, "active")]
    [InlineData("approve", DeploymentStatus.Active, 0, "active")]
    [InlineData("approve", DeploymentStatus.Disabled, 1, "disabled")]
    [InlineData("enable", DeploymentStatus.Pending, 1, "pending")]
    [InlineData("enable", DeploymentStatus.Active, 0, "active")]
    [InlineData("enable", DeploymentStatus.Disabled, 0, "active")]
    [InlineData("disable", DeploymentStatus.Pending, 0, "disabled")]
    [InlineData("disable", DeploymentStatus.Active, 0, "disabled")]
    public async Task Command_writes_the_row_only_if_its_status_changes(
        string command, DeploymentStatus status, int exitCode, string expected)
    {
        await using var database = await Database.MigratedAsync();
        var client = await AddAsync(database, "https://lms.example.edu", "client-1");
        var deployment = (await database.Storage.EnsureDeploymentAsync(client, "1", status, Token)).Id.ToString();
        var before = await RowAsync(database);

        var run = await database.RunAsync("deployments", command, client.ToString(), deployment);

        var after = await RowAsync(database);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(expected, after.Status);
        Assert.Equal(before.Status == after.Status, before.Version == after.Version);
    }

    /// <summary>Such a status reads as disabled (rule D5). A later version of that program could read it as active.</summary>
    [Fact]
    public async Task Disable_replaces_a_status_of_another_program_on_both_storages()
    {
        await using var server = await Database.MigratedAsync();
        await using var file = await SqliteFile.MigratedAsync();
        var onServer = await SaveAsync(server.Storage);
        var onFile = await SaveAsync(file.Storage);
        await server.ExecuteAsync("ALTER TABLE deployments DROP CONSTRAINT deployments_status_check; UPDATE deployments SET status = 'Active'");
        file.Execute("PRAGMA ignore_check_constraints = ON; UPDATE deployments SET status = 7");

        var answers = new[]
        {
            await server.RunAsync("deployments", "disable", onServer.ClientKey.ToString(), onServer.DeploymentKey.ToString()),
            await file.RunAsync("deployments", "disable", onFile.ClientKey.ToString(), onFile.DeploymentKey.ToString()),
        };

        Assert.All(answers, run => Assert.Equal(0, run.ExitCode));
        Assert.Equal("disabled", (await RowAsync(server)).Status);
        Assert.Equal(2L, file.Query("SELECT status FROM deployments"));

        static async Task<LtiLaunchConfig> SaveAsync(ILtiStorage storage)
        {
            var endpoints = new LtiEndpoints { AuthorizationUrl = "https://a", TokenUrl = "https://t", JwksUrl = "https://j" };
            return (await storage.SaveLaunchConfigAsync(
                new LaunchKey("https://lms.example.edu", "client-1", "1"), endpoints, cancellationToken: Token)).Config;
        }
    }

    [Theory]
    [InlineData("approve", DeploymentStatus.Pending, "disabled", 1, "disabled")]
    [InlineData("approve", DeploymentStatus.Pending, "active", 0, "active")]
    [InlineData("enable", DeploymentStatus.Disabled, "pending", 1, "pending")]
    [InlineData("enable", DeploymentStatus.Disabled, "active", 0, "active")]
    [InlineData("disable", DeploymentStatus.Pending, "active", 0, "disabled")]
    public async Task Status_that_another_program_sets_after_the_command_has_read_it_decides(
        string command, DeploymentStatus status, string set, int exitCode, string expected)
    {
        await using var database = await Database.MigratedAsync();
        var client = await AddAsync(database, "https://lms.example.edu", "client-1");
        var deployment = (await database.Storage.EnsureDeploymentAsync(client, "1", status, Token)).Id.ToString();
        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Token);
        await using (var change = new NpgsqlCommand($"UPDATE deployments SET status = '{set}'", other, transaction))
        {
            await change.ExecuteNonQueryAsync(Token);
        }

        var run = database.RunAsync("deployments", command, client.ToString(), deployment);
        await Eventually.TrueAsync(
            () => database.QueryAsync<bool>(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"),
            Token);
        await transaction.CommitAsync(Token);

        Assert.Equal(exitCode, (await run).ExitCode);
        Assert.Equal(expected, (await RowAsync(database)).Status);
    }

    [Fact]
    public async Task Deployments_of_all_clients_are_listed_by_status()
    {
        await using var database = await Database.MigratedAsync();
        var first = await AddAsync(database, "https://a.example.edu", "client-1");
        var second = await AddAsync(database, "https://b.example.edu", "client-2");
        foreach (var (client, id, status) in new[]
        {
            (first, "1", DeploymentStatus.Active),
            (first, "2", DeploymentStatus.Pending),
            (first, "3", DeploymentStatus.Disabled),
            (second, "4", DeploymentStatus.Pending),
            (second, "5", DeploymentStatus.Pending),
        })
        {
            await database.Storage.EnsureDeploymentAsync(client, id, status, Token);
        }

        var transcript = new Transcript(("DATABASE_URL", database.ConnectionString));

        await transcript.RunAsync("deployments", "list", "--status", "pending");
        await transcript.RunAsync("deployments", "list", "--status", "pending", "--json");
        await transcript.RunAsync("deployments", "list", first.ToString(), "--status", "disabled");
        await transcript.RunAsync("deployments", "list", first.ToString(), "--status", "disabled", "--json");
        await transcript.RunAsync("deployments", "list", second.ToString(), "--status", "disabled");
        await database.ExecuteAsync("UPDATE deployments SET status = 'active'");
        await transcript.RunAsync("deployments", "list", "--status", "pending");

        transcript.ShouldMatch("deployments-by-status.txt");
    }

    [Fact]
    public async Task Missing_tables_are_explained_before_deployments_are_listed()
    {
        await using var database = await Database.CreateAsync();

        var listed = await database.RunAsync("deployments", "list", "--status", "pending");

        Assert.Contains("lti-storage migrate", listed.FailedWith(exitCode: 3), StringComparison.Ordinal);
    }

    private static async Task<(string Status, string Version)> RowAsync(Database database) => (
        await database.QueryAsync<string>("SELECT status FROM deployments"),
        await database.QueryAsync<string>("SELECT xmin::text FROM deployments"));

    private static async Task<ClientKey> AddAsync(Database database, string issuer, string clientId)
    {
        var added = await database.Storage.AddClientAsync(
            new NewClient
            {
                Name = "LMS",
                Issuer = issuer,
                ClientId = clientId,
                Endpoints = new LtiEndpoints { AuthorizationUrl = "https://a", TokenUrl = "https://t", JwksUrl = "https://j" },
            },
            Token);
        return added.Id;
    }
}
