using System.Text;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Failures;

/// <summary>The tool keeps its exit code even if a standard stream can't be written.</summary>
public sealed class OutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Redirections { get; } = [">&-", "2>&-", ">&- 2>&-", "2> /dev/full", ">&- 2> /dev/full"];

    [Theory]
    [MemberData(nameof(Redirections))]
    [FullRun("all rows of long theories", Rows = 2)]
    public async Task Command_keeps_its_exit_code_if_a_stream_is_closed(string redirections)
    {
        Assert.True(File.Exists("/dev/full") || !OperatingSystem.IsLinux());
        await using var database = await Database.MigratedAsync();
        (string Command, int ExitCode)[] commands =
        [
            ("migrate", 0),
            ("clients list", 0),
            ("clients list --json --verbose", 0),
            ("cleanup --json", 0),
            ("doctor --nodes 10000", 1),
            ("bogus", 2),
        ];

        foreach (var (command, exitCode) in commands)
        {
            var run = await ToolProcess.RunWithRedirectionsAsync(command, redirections, ("DATABASE_URL", database.ConnectionString));

            Assert.Equal((command, exitCode), (command, run.ExitCode));
            Assert.DoesNotContain("can't be written", run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("defect", run.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("migrate", 0)]
    [InlineData("doctor --nodes 10000", 1)]
    [InlineData("bogus", 2)]
    public async Task Command_keeps_its_exit_code_if_the_readers_of_both_pipes_are_gone(string command, int exitCode)
    {
        await using var database = await Database.MigratedAsync();
        await using var tool = ToolProcess.Start(command.Split(' '), ("DATABASE_URL", database.ConnectionString));
        tool.Output.Close();
        tool.Errors.Close();

        Assert.Equal(exitCode, await tool.ExitAsync());
    }

    [Fact]
    public async Task Pipe_that_closes_early_ends_a_listing_quietly()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
                SELECT repeat('x', 200), 'https://lms' || n, 'c', 'a', 't', 'j' FROM generate_series(1, 20000) AS n;
            ALTER TABLE clients RENAME TO counted_clients;
            CREATE SEQUENCE queries;
            CREATE FUNCTION is_counted() RETURNS boolean LANGUAGE sql VOLATILE AS $$ SELECT nextval('queries') > 0 $$;
            CREATE VIEW clients AS SELECT * FROM counted_clients WHERE (SELECT is_counted());
            """);

        await using var tool = ToolProcess.Start(["clients", "list", "--json"], ("DATABASE_URL", database.ConnectionString));
        await tool.Output.ReadLineAsync(Token);
        tool.Output.Close();

        // The whole listing has two hundred pages. The pipe held a few of them.
        Assert.Equal(0, await tool.ExitAsync());
        Assert.Equal("", await tool.Errors.ReadToEndAsync(Token));
        Assert.InRange(await database.QueryAsync<long>("SELECT last_value FROM queries"), 1, 20);
    }

    [Fact]
    public async Task Output_and_errors_in_one_file_do_not_overwrite_each_other()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync("INSERT INTO lti_storage_migrations (version, name, breaking) VALUES (1000, 'later', false)");
        var file = Path.GetTempFileName();

        await ToolProcess.RunWithRedirectionsAsync("migrate", $"> '{file}' 2>&1", ("DATABASE_URL", database.ConnectionString));

        var lines = await File.ReadAllLinesAsync(file, Token);
        File.Delete(file);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("Using the database ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("warning: ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("The schema", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_disk_is_reported_with_exit_code_70()
    {
        Assert.True(File.Exists("/dev/full") || !OperatingSystem.IsLinux());

        var run = await ToolProcess.RunWithRedirectionsAsync("migrate --script", "> /dev/full");

        Assert.StartsWith("The output can't be written: ", run.FailedWith(exitCode: 70), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("de_DE.ISO-8859-1")]
    public async Task Output_is_UTF_8_without_a_byte_order_mark_in_every_language(string language)
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
            VALUES ('Ñandú 日本', 'https://lms', 'c', 'a', 't', 'j')
            """);

        await using var tool = ToolProcess.Start(
            ["clients", "list"], ("DATABASE_URL", database.ConnectionString), ("LANG", language), ("LC_ALL", language));
        using var bytes = new MemoryStream();
        await tool.Output.BaseStream.CopyToAsync(bytes, Token);

        Assert.StartsWith("id  ", Encoding.UTF8.GetString(bytes.ToArray()), StringComparison.Ordinal);
        Assert.Contains("Ñandú 日本", Encoding.UTF8.GetString(bytes.ToArray()), StringComparison.Ordinal);
    }
}
