using System.Net;
using System.Net.Sockets;
using Lti.Storage.Cli.Tests.Running;
using Npgsql;

namespace Lti.Storage.Cli.Tests.Failures;

/// <summary>Which database is meant, and what is said where it can't be used.</summary>
public sealed class ConnectionTests : IDisposable
{
    private const string Secret = "hunter2canary";
    private const string Nowhere = "postgresql://127.0.0.1:1/nobody-is-there";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-cli");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($"postgresql://user:{Secret}@127.0.0.1:1/lti", "nothing listens at 127.0.0.1:1")]
    [InlineData($"postgresql://user:{Secret}@{Secret}@127.0.0.1/lti", "write % as %25, @ as %40")]
    [InlineData($"postgresql://user:{Secret}@127.0.0.1/lti?{Secret}=1", "a name that is not known")]
    [InlineData($"Host=127.0.0.1;Password={Secret};{Secret}=1", "Npgsql doesn't know keyword number 3")]
    [InlineData($"Password={Secret}", "has no Host")]
    public async Task A_database_that_can_not_be_used_is_one_line_without_secrets_and_exit_code_3(string text, string expected)
    {
        var byVariable = await Tool.RunAsync(["clients", "list"], ("DATABASE_URL", text));
        var byOption = await Tool.RunAsync(["doctor", "--connection", text, "--json"]);

        foreach (var run in (ToolRun[])[byVariable, byOption])
        {
            var line = run.FailedWith(exitCode: 3);
            Assert.StartsWith("The database can't be used: ", line, StringComparison.Ordinal);
            Assert.Contains(expected, line, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_password_that_the_server_refuses_and_a_missing_database_are_told()
    {
        await using var database = await Database.CreateAsync();

        var password = await Tool.RunAsync(["migrate"], ("DATABASE_URL", database.Text(text => text.Password = Secret)));
        var missing = await Tool.RunAsync(["migrate"], ("DATABASE_URL", database.Text(text => text.Database = "missing")));

        Assert.Contains("refused the user or the password", password.FailedWith(exitCode: 3), StringComparison.Ordinal);
        Assert.Contains("does not exist", missing.FailedWith(exitCode: 3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_and_with_an_empty_one_nothing_is_guessed()
    {
        var none = await Tool.RunAsync(["clients", "list"]);
        var empty = await Tool.RunAsync(["clients", "list", "--connection", ""], ("DATABASE_URL", Nowhere));

        Assert.StartsWith("No database is named.", none.FailedWith(exitCode: 2), StringComparison.Ordinal);
        Assert.Equal("--connection is empty.", empty.FailedWith(exitCode: 2));
    }

    [Fact]
    public async Task The_option_wins_over_the_connection_string_Lti_and_that_over_DATABASE_URL()
    {
        await using var database = await Database.CreateAsync();
        await using var elsewhere = await Database.MigratedAsync();
        var url = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var uri = $"postgresql://{url.Username}:{Uri.EscapeDataString(url.Password!)}@{url.Host}:{url.Port}/{url.Database}";

        var byOption = await Tool.RunAsync(["--connection", uri, "migrate", "--check"], ("ConnectionStrings__Lti", elsewhere.ConnectionString), ("DATABASE_URL", Nowhere));
        var byName = await Tool.RunAsync(["migrate", "--check"], ("ConnectionStrings__Lti", database.ConnectionString), ("DATABASE_URL", Nowhere));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), $$"""{ "ConnectionStrings": { "Lti": "{{database.ConnectionString}}" } }""", Token);
        var byFile = await Tool.RunAsync(["migrate", "--check"], _folder.FullName, ("DATABASE_URL", Nowhere));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.Staging.json"), $$"""{ "ConnectionStrings": { "Lti": "{{elsewhere.ConnectionString}}" } }""", Token);
        var byEnvironment = await Tool.RunAsync(["migrate", "--check"], _folder.FullName, ("DOTNET_ENVIRONMENT", "Staging"));

        Assert.All([byOption, byName, byFile], run => Assert.Contains("version 0 of", run.Output, StringComparison.Ordinal));
        Assert.Contains("up to date", byEnvironment.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_are_no_JSON_are_told_and_not_repeated()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.json"), $$"""{ "ConnectionStrings": { "Lti": Password={{Secret}} } }""", Token);

        var run = await Tool.RunAsync(["clients", "list"], _folder.FullName, ("DATABASE_URL", Nowhere));

        var line = run.FailedWith(exitCode: 2);
        Assert.StartsWith("appsettings.json of this folder can't be read", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_rights_is_told_which_are_missing()
    {
        await using var database = await Database.CreateAsync();
        var user = $"lti_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {user} LOGIN PASSWORD '{Secret}'");
        try
        {
            var text = database.Text(text => (text.Username, text.Password) = (user, Secret));
            var migrate = await Tool.RunAsync(["migrate"], ("DATABASE_URL", text));
            await database.Storage.Schema.MigrateAsync(Token);
            var list = await Tool.RunAsync(["clients", "list"], ("DATABASE_URL", text));
            var check = await Tool.RunAsync(["migrate", "--check"], ("DATABASE_URL", text));
            var cleanup = await Tool.RunAsync(["cleanup"], ("DATABASE_URL", text));

            Assert.Contains("apply what lti-storage migrate --script prints", migrate.FailedWith(exitCode: 3), StringComparison.Ordinal);
            Assert.All([list, check, cleanup], run => Assert.Contains("SQLSTATE 42501", run.FailedWith(exitCode: 3), StringComparison.Ordinal));
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {user}; DROP ROLE {user}");
        }
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_with_Ctrl_C()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        await using var tool = Tool.Start(["clients", "list"], folder: null, ("DATABASE_URL", $"postgresql://user:{Secret}@127.0.0.1:{port}/lti?connect_timeout=600"));
        using var connection = await silent.AcceptTcpClientAsync(Token);
        await tool.SignalAsync("INT");

        Assert.Equal(130, await tool.ExitAsync());
        Assert.Equal("Cancelled. Nothing was changed.\n", await tool.Errors.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Nothing_is_known_of_a_write_whose_connection_broke_and_that_is_exit_code_4()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
            CREATE TRIGGER breaks AFTER INSERT ON clients FOR EACH ROW EXECUTE FUNCTION break_off();
            """);

        var run = await database.RunAsync("clients", "add", "--name", "n", "--issuer", "i", "--client-id", "c", "--authorization-url", "https://a", "--token-url", "https://t", "--jwks-url", "https://j");

        var line = run.FailedWith(exitCode: 4);
        Assert.StartsWith("The database broke off: ", line, StringComparison.Ordinal);
        Assert.EndsWith("Whether the work happened is not known.", line, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
