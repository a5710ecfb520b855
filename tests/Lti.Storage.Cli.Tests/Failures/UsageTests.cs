using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Failures;

/// <summary>A wrong command line is one line on standard error and exit code 2.</summary>
public sealed class UsageTests
{
    private const string Secret = "hunter2canary";

    [Fact]
    public async Task Wrong_command_line_is_reported_in_one_line()
    {
        var transcript = new Transcript(("DATABASE_URL", "postgresql://127.0.0.1:1/nobody-is-there"));
        string[][] lines =
        [
            [],
            ["bogus"],
            ["clients"],
            ["clients", "bogus"],
            ["clients", "list", "--bogus"],
            ["clients", "list", "--client-id", "c"],
            ["clients", "show"],
            ["clients", "show", "1"],
            ["clients", "show", "018f0000-0000-7000-8000-000000000000", "018f0000-0000-7000-8000-000000000000"],
            ["clients", "add", "--name", "LMS"],
            ["clients", "add", "--name"],
            ["clients", "update", "018f0000-0000-7000-8000-000000000000"],
            ["clients", "update", "018f0000-0000-7000-8000-000000000000", "--token-audience", "a", "--clear-token-audience"],
            ["clients", "list", "--enabled", "--disabled"],
            ["clients", "disable"],
            ["deployments", "list"],
            ["deployments", "list", "--status", "Pending"],
            ["deployments", "update", "018f0000-0000-7000-8000-000000000000", "018f0000-0000-7000-8000-000000000000"],
            ["deployments", "update", "018f0000-0000-7000-8000-000000000000", "018f0000-0000-7000-8000-000000000000",
                "--name", "n", "--clear-name"],
            ["deployments", "approve", "018f0000-0000-7000-8000-000000000000"],
            ["deployments", "remove", "018f0000-0000-7000-8000-000000000000", "1"],
            ["sessions", "show"],
            ["sessions", "show", "42"],
            ["sessions", "revoke", "--user-id", "42"],
            ["sessions", "revoke", "018f0000-0000-7000-8000-000000000000", "--issuer", "https://lms.example.edu"],
            ["migrate", "--check", "--script"],
            ["migrate", "--script", "--json"],
            ["migrate", "--from", "1"],
            ["migrate", "--script", "--from", "one"],
            ["migrate", "--script", "--from", "1000"],
            ["migrate", "--script", "--schema", "pg_catalog"],
            ["cleanup", "--batch-size", "0"],
            ["doctor", "--nodes", "-1"],
            ["doctor", "--schema", ""],
            ["doctor", "--json", "--json=no"],
            ["backup"],
            ["backup", "copy.db"],
            ["copy"],
            ["copy", "--from", "Data Source=lti.db"],
            ["copy", "--from", "lti.db", "--to", "Data Source=lti.db"],
        ];

        foreach (var line in lines)
        {
            var run = await transcript.RunAsync(line);
            run.FailedWith(exitCode: 2);
        }

        transcript.ShouldMatch("usage.txt");
    }

    [Theory]
    [InlineData("clients", "list", $"postgresql://lti:{Secret}@127.0.0.1/lti")]
    [InlineData("clients", "list", "--conection", $"postgresql://lti:{Secret}@127.0.0.1/lti")]
    [InlineData("clients", "list", $"--conection=postgresql://lti:{Secret}@127.0.0.1/lti")]
    [InlineData("clients", "list", "--connection", "Host=127.0.0.1", $"Password={Secret}")]
    [InlineData("clients", "list", $"Password={Secret}")]
    [InlineData("clients", "list", "--connection", "Host=127.0.0.1", Secret)]
    [InlineData("clients", $"-{Secret}")]
    [InlineData(Secret)]
    [InlineData("clients", $"Password={Secret}")]
    [InlineData("sessions", "show", $"postgresql://lti:{Secret}@127.0.0.1/lti")]
    [InlineData("migrate", "--from", $"postgresql://lti:{Secret}@127.0.0.1/lti", "--script")]
    public async Task Misplaced_connection_string_is_not_repeated(params string[] arguments)
    {
        var run = await Tool.RunAsync(arguments);

        Assert.DoesNotContain(Secret, run.FailedWith(exitCode: 2), StringComparison.Ordinal);
    }
}
