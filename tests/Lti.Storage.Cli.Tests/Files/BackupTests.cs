using System.Text.Json;
using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.Sqlite;

namespace Lti.Storage.Cli.Tests.Files;

public sealed class BackupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_of_a_file_in_use_is_a_storage_of_its_own()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await file.Storage.ClaimNonceAsync("claimed", cancellationToken: Token);

        var run = await file.RunAsync("backup", "copy.db", "--json");

        var path = Path.Combine(file.Folder, "copy.db");
        var answer = JsonElement.Parse(run.Succeeded().Output);
        Assert.Equal(path, answer.GetProperty("file").GetString());
        Assert.Equal(new FileInfo(path).Length, answer.GetProperty("bytes").GetInt64());
        await using var copy = new SqliteLtiStorage($"Data Source={path}");
        Assert.False(await copy.ClaimNonceAsync("claimed", cancellationToken: Token));
        Assert.True(await copy.ClaimNonceAsync("another", cancellationToken: Token));
        Assert.True(await file.Storage.ClaimNonceAsync("another", cancellationToken: Token));
    }

    [Fact]
    public async Task Backup_can_be_read_by_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other permissions.");
            return;
        }

        await using var file = await SqliteFile.MigratedAsync();

        (await file.RunAsync("backup", "copy.db")).Succeeded();

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(file.Folder, "copy.db")));
    }

    [Theory]
    [InlineData("lti.db", "exists already and is not overwritten")]
    [InlineData(".", "exists already and is not overwritten")]
    [InlineData("missing/copy.db", "does not exist")]
    [InlineData("killed.db", "killed.db.part exists")]
    public async Task Backup_overwrites_nothing(string path, string expected)
    {
        await using var file = await SqliteFile.MigratedAsync();
        await File.WriteAllTextAsync(Path.Combine(file.Folder, "killed.db.part"), "half", Token);

        var run = await file.RunAsync("backup", path);

        Assert.Contains(expected, run.FailedWith(exitCode: 2), StringComparison.Ordinal);

        // SQLite keeps two more files beside a database in use.
        var entries = Directory.GetFileSystemEntries(file.Folder).Select(Path.GetFileName);
        Assert.Empty(entries.Except(["killed.db.part", "lti.db", "lti.db-shm", "lti.db-wal"], StringComparer.Ordinal));
        Assert.Equal("half", await File.ReadAllTextAsync(Path.Combine(file.Folder, "killed.db.part"), Token));
    }

    [Fact]
    public async Task Backup_of_PostgreSQL_names_pg_dump()
    {
        var run = await Tool.RunAsync(["backup", "copy.db", "--connection", "postgresql://127.0.0.1:1/nowhere"]);

        Assert.Contains("pg_dump", run.FailedWith(exitCode: 2), StringComparison.Ordinal);
    }
}
