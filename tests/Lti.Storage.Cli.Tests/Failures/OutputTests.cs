using System.Text;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Failures;

/// <summary>Where the output goes, and what becomes of it there.</summary>
public sealed class OutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pipe_that_closes_early_ends_a_listing_quietly_and_at_once()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) SELECT repeat('x', 200), 'https://lms' || n, 'c', 'a', 't', 'j' FROM generate_series(1, 20000) AS n;
            ALTER TABLE clients RENAME TO counted_clients;
            CREATE SEQUENCE queries;
            CREATE FUNCTION is_counted() RETURNS boolean LANGUAGE sql VOLATILE AS $$ SELECT nextval('queries') > 0 $$;
            CREATE VIEW clients AS SELECT * FROM counted_clients WHERE (SELECT is_counted());
            """);

        await using var tool = Tool.Start(["clients", "list", "--json"], folder: null, ("DATABASE_URL", database.ConnectionString));
        await tool.Output.ReadLineAsync(Token);
        tool.Output.Close();

        // Two hundred pages would be all; it went on for as much as the pipe held, and not to the end for nobody.
        Assert.Equal(0, await tool.ExitAsync());
        Assert.Equal("", await tool.Errors.ReadToEndAsync(Token));
        Assert.InRange(await database.QueryAsync<long>("SELECT last_value FROM queries"), 1, 20);
    }

    [Fact]
    public async Task A_pipe_that_nobody_reads_is_no_failure_of_what_was_done()
    {
        await using var database = await Database.CreateAsync();

        await using var tool = Tool.StartThrough("sh", ["-c", $"dotnet '{Tool.Library}' migrate 2>&1 | true; exit 0"], ("DATABASE_URL", database.ConnectionString));

        Assert.Equal(0, await tool.ExitAsync());
        Assert.Equal(4L, await database.QueryAsync<long>("SELECT count(*) FROM lti_storage_migrations"));
    }

    [Fact]
    public async Task Output_and_errors_in_one_file_do_not_write_over_each_other()
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync("INSERT INTO lti_storage_migrations (version, name, breaking) VALUES (1000, 'later', false)");
        var file = Path.GetTempFileName();

        await using var tool = Tool.StartThrough("sh", ["-c", $"exec dotnet '{Tool.Library}' migrate > '{file}' 2>&1"], ("DATABASE_URL", database.ConnectionString));
        await tool.ExitAsync();

        var lines = await File.ReadAllLinesAsync(file, Token);
        File.Delete(file);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("warning: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("The schema", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_is_exit_code_70()
    {
        Assert.True(File.Exists("/dev/full") || !OperatingSystem.IsLinux());

        await using var tool = Tool.StartThrough("sh", ["-c", $"exec dotnet '{Tool.Library}' migrate --script > /dev/full"]);

        Assert.Equal(70, await tool.ExitAsync());
        Assert.StartsWith("The output can't be written: ", Assert.Single((await tool.Errors.ReadToEndAsync(Token)).TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("de_DE.ISO-8859-1")]
    public async Task Output_is_UTF_8_without_a_byte_order_mark_whatever_the_language(string language)
    {
        await using var database = await Database.MigratedAsync();
        await database.ExecuteAsync("INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) VALUES ('Ñandú 日本', 'https://lms', 'c', 'a', 't', 'j')");

        await using var tool = Tool.Start(["clients", "list"], folder: null, ("DATABASE_URL", database.ConnectionString), ("LANG", language), ("LC_ALL", language));
        using var bytes = new MemoryStream();
        await tool.Output.BaseStream.CopyToAsync(bytes, Token);

        Assert.StartsWith("id  ", Encoding.UTF8.GetString(bytes.ToArray()), StringComparison.Ordinal);
        Assert.Contains("Ñandú 日本", Encoding.UTF8.GetString(bytes.ToArray()), StringComparison.Ordinal);
    }
}
