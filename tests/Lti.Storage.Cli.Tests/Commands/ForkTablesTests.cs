using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Commands;

public sealed class ForkTablesTests
{
    private const string Warning = "has the table lti_clients of the ported system's fork";

    [Theory]
    [InlineData("migrate")]
    [InlineData("doctor")]
    public async Task Command_warns_of_tables_of_the_fork(string command)
    {
        await using var database = await Database.CreateAsync();
        await database.ExecuteAsync("CREATE TABLE lti_clients (id varchar(36) PRIMARY KEY)");

        var run = await database.RunAsync(command);

        Assert.Contains(Warning, run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("docs/how-to/moving-over.md", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("doctor")]
    public async Task Command_does_not_warn_without_them(string command)
    {
        await using var database = await Database.CreateAsync();

        var run = await database.RunAsync(command);

        Assert.DoesNotContain("lti_clients", run.Output + run.Errors, StringComparison.Ordinal);
    }
}
