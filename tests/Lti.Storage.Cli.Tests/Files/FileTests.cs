using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Cli.Tests.Files;

/// <summary>The tool opens SQLite files, and refuses what is none in one sentence.</summary>
public sealed class FileTests
{
    [Fact]
    public async Task Migrate_creates_a_missing_file_and_a_check_does_not()
    {
        await using var file = SqliteFile.Absent();

        var check = await file.RunAsync("migrate", "--check", "--json");
        var existsAfterCheck = File.Exists(file.Path);
        var migrate = await file.RunAsync("migrate", "--json");
        var again = await file.RunAsync("migrate");

        Assert.Equal((1, false), (check.ExitCode, existsAfterCheck));
        Assert.Equal("""{"schema":"main","version":0,"knownVersion":5,"missingVersions":[1,2,3,4,5],"isIncompatible":false,"isUsable":false}""", check.Output.TrimEnd());
        Assert.Equal("""{"schema":"main","version":5,"applied":[1,2,3,4,5]}""", migrate.Output.TrimEnd());
        Assert.Equal($"Using the file {file.Path} (from DATABASE_URL).", migrate.NamedDatabase);
        Assert.Equal($"The file {file.Path} is up to date, at version 5.\n", again.Succeeded().Output);
    }

    [Theory]
    [InlineData("lti.db")]
    [InlineData("Data Source=lti.db")]
    [InlineData("mode=ReadWrite; DataSource=lti.db")]
    [InlineData("Filename=./lti.db")]
    public async Task Relative_path_starts_at_the_working_directory(string text)
    {
        await using var file = await SqliteFile.MigratedAsync();

        var run = await Tool.RunAsync(["clients", "list", "--verbose"], file.Folder, ("DATABASE_URL", text));

        Assert.Equal("No clients.\n", run.Succeeded().Output);
        Assert.Equal($"Using the file {file.Path} (from DATABASE_URL).", run.NamedDatabase);
    }

    [Theory]
    [InlineData("clients list")]
    [InlineData("doctor")]
    [InlineData("cleanup")]
    [InlineData("backup copy.db")]
    [InlineData("clients add --name n --issuer i --client-id c --authorization-url https://a --token-url https://t --jwks-url https://j")]
    public async Task Missing_file_is_not_created(string line)
    {
        await using var file = SqliteFile.Absent();

        var run = await file.RunAsync(line.Split(' '));

        Assert.Contains("create a new one with lti-storage migrate", run.FailedWith(exitCode: 3), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(file.Folder));
    }

    [Theory]
    [InlineData("Data Source=.", "is a folder", 3)]
    [InlineData("Data Source=missing/lti.db", "does not exist", 3)]
    [InlineData("Data Source=:memory:", "A database in memory is not accepted", 3)]
    [InlineData("Data Source=file:lti.db?nolock=1", "is a URI", 3)]
    [InlineData("Data Source=", "No file is given", 3)]
    [InlineData("Data Source=lti.db;Cache=Shared", "keyword", 3)]
    [InlineData("Data Source=lti.db;Host=hunter2canary", "not an SQLite connection string", 3)]
    [InlineData("nothing.db", "neither a connection string nor the path of an existing file", 2)]
    public async Task Text_that_names_no_file_is_one_sentence(string text, string expected, int exitCode)
    {
        await using var file = SqliteFile.Absent();

        var run = await Tool.RunAsync(["migrate"], file.Folder, ("DATABASE_URL", text));

        var line = run.FailedWith(exitCode);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2canary", line, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(file.Folder));
    }

    [Fact]
    public async Task Schema_is_refused_for_a_file()
    {
        await using var file = await SqliteFile.MigratedAsync();

        var run = await file.RunAsync("clients", "list", "--schema", "public");

        Assert.StartsWith("--schema is for PostgreSQL.", run.FailedWith(exitCode: 2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("clients list")]
    [InlineData("doctor")]
    public async Task Foreign_file_is_refused_and_not_changed(string line)
    {
        await using var file = SqliteFile.Absent();
        file.Execute("CREATE TABLE notes (text); PRAGMA user_version = 7");
        SqliteConnection.ClearAllPools();
        var before = await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken);

        var run = await file.RunAsync(line.Split(' '));

        Assert.Contains("is the database of another program", run.FailedWith(exitCode: 3), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file.Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused()
    {
        await using var file = SqliteFile.Absent();
        await File.WriteAllTextAsync(file.Path, new string('x', 4096), TestContext.Current.CancellationToken);

        var run = await file.RunAsync("clients", "list");

        Assert.Contains("is not an SQLite database", run.FailedWith(exitCode: 3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newer_schema_is_a_warning_and_an_incompatible_one_is_refused()
    {
        await using var file = await SqliteFile.MigratedAsync();
        file.Execute("INSERT INTO lti_storage_migrations VALUES (1000, 'later', 0, 0); PRAGMA user_version = 1000");
        var newer = await file.RunAsync("migrate");
        var usable = await file.RunAsync("clients", "list");
        file.Execute("INSERT INTO lti_storage_migrations VALUES (1001, 'much later', 1, 0); PRAGMA user_version = 1001");

        var incompatible = await file.RunAsync("clients", "list");
        var check = await file.RunAsync("migrate", "--check");

        Assert.Equal(0, newer.ExitCode);
        Assert.StartsWith("warning: ", Assert.Single(newer.Remarks), StringComparison.Ordinal);
        Assert.Equal(0, usable.ExitCode);
        Assert.Contains("Update lti-storage.", incompatible.FailedWith(exitCode: 3), StringComparison.Ordinal);
        Assert.Equal(1, check.ExitCode);
    }

    [Fact]
    public async Task Verbose_prints_SQLite_s_error()
    {
        await using var file = SqliteFile.Absent();
        await File.WriteAllTextAsync(file.Path, new string('x', 4096), TestContext.Current.CancellationToken);

        var run = await file.RunAsync("clients", "list", "--verbose");

        Assert.Contains("SQLite: error 26: ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manual_shows_the_JSON_that_migrate_prints_for_a_file()
    {
        await using var file = SqliteFile.Absent();
        var manual = await File.ReadAllTextAsync(
            Path.Combine(Transcript.Root, "docs", "reference", "cli.md"), TestContext.Current.CancellationToken);

        var migrate = await file.RunAsync("migrate", "--json");

        Assert.Contains($"`{migrate.Output.TrimEnd()}`", manual, StringComparison.Ordinal);
    }
}
