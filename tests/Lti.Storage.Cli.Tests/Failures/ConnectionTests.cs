using System.Net;
using System.Net.Sockets;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Failures;

/// <summary>A database that can't be used is one line on standard error without secrets.</summary>
public sealed class ConnectionTests
{
    private const string Secret = "hunter2canary";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($"postgresql://user:{Secret}@127.0.0.1:1/lti", "nothing listens at 127.0.0.1:1")]
    [InlineData($"postgresql://user:{Secret}@{Secret}@127.0.0.1/lti", "write % as %25, @ as %40")]
    [InlineData($"postgresql://user:{Secret}@127.0.0.1/lti?{Secret}=1", "a name that is not known")]
    [InlineData($"Host=127.0.0.1;Password={Secret};{Secret}=1", "Npgsql doesn't know keyword number 3")]
    [InlineData($"Password={Secret}", "has no Host")]
    public async Task Unusable_database_is_reported_with_its_setting_and_without_secrets(string text, string expected)
    {
        var byVariable = await Tool.RunAsync(["clients", "list"], ("DATABASE_URL", text));
        var byOption = await Tool.RunAsync(["doctor", "--connection", text, "--json", "--verbose"]);

        Assert.Contains("(from DATABASE_URL) can't be used: ", byVariable.FailedWith(exitCode: 3), StringComparison.Ordinal);
        Assert.Contains("(from --connection) can't be used: ", byOption.Remarks[0], StringComparison.Ordinal);
        Assert.Equal((3, ""), (byOption.ExitCode, byOption.Output));
        Assert.All([byVariable.Errors, byOption.Errors], errors =>
        {
            Assert.Contains(expected, errors, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, errors, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Refused_password_and_missing_database_are_reported()
    {
        await using var database = await Database.CreateAsync();

        var password = await Tool.RunAsync(["migrate"], ("DATABASE_URL", database.Text(text => text.Password = Secret)));
        var missing = await Tool.RunAsync(["migrate"], ("DATABASE_URL", database.Text(text => text.Database = "missing")));

        Assert.Contains("refused the user or the password", password.FailedWith(exitCode: 3), StringComparison.Ordinal);
        Assert.Contains("does not exist", missing.FailedWith(exitCode: 3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_without_rights_is_reported()
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

            Assert.Contains("apply the SQL of lti-storage migrate --script", migrate.FailedWith(exitCode: 3), StringComparison.Ordinal);
            Assert.All([list, check, cleanup], run => Assert.Contains("42501", run.FailedWith(exitCode: 3), StringComparison.Ordinal));
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {user}; DROP ROLE {user}");
        }
    }

    [Fact]
    public async Task Wait_for_a_silent_server_ends_with_Ctrl_C()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        var url = $"postgresql://user:{Secret}@127.0.0.1:{port}/lti?connect_timeout=600";
        await using var tool = ToolProcess.Start(["clients", "list"], ("DATABASE_URL", url));
        using var connection = await silent.AcceptTcpClientAsync(Token);
        await tool.SignalAsync("INT");
        var run = await tool.EndAsync();

        Assert.Equal("Cancelled. Nothing was changed.", run.FailedWith(exitCode: 130));
    }

    [Fact]
    public async Task Connection_that_breaks_in_a_commit_is_exit_code_4()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
            CREATE CONSTRAINT TRIGGER breaks AFTER INSERT ON clients DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION break_off();
            """);

        var run = await database.RunAsync(
            "clients", "add", "--name", "n", "--issuer", "i", "--client-id", "c",
            "--authorization-url", "https://a", "--token-url", "https://t", "--jwks-url", "https://j");

        Assert.Contains("(from DATABASE_URL) broke off: ", run.FailedWith(exitCode: 4), StringComparison.Ordinal);
    }
}
