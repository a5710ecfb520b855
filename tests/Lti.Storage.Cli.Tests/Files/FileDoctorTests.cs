using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Cli.Doctor.FileChecks;
using Lti.Storage.Cli.Tests.Doctor;
using Lti.Storage.Sqlite;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Cli.Tests.Files;

/// <summary>The doctor's checks of an SQLite file.</summary>
public sealed class FileDoctorTests
{
    private static readonly string[] _checks =
    [
        "schema", "integrity", "tables", "writing", "permissions", "disk", "wal", "synchronous", "auto_vacuum", "expired rows", "issuers",
        "status",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Doctor_finds_nothing_in_a_file_in_good_order()
    {
        await using var file = await SqliteFile.MigratedAsync();

        var run = await file.RunAsync("doctor", "--json");

        // The disk of the tests may be small or in memory.
        Assert.All(_checks.Except(["disk"], StringComparer.Ordinal), check => Assert.Equal("ok", Assert.Single(run.Findings(check)).Status));
        Assert.Equal($"Using the file {file.Path} (from DATABASE_URL).", run.NamedDatabase);
    }

    [Theory]
    [InlineData("DROP INDEX nonces_by_expiry", "tables", "problem", "index nonces_by_expiry")]
    [InlineData("DROP TRIGGER sessions_changed", "tables", "problem", "trigger sessions_changed")]
    [InlineData("PRAGMA journal_mode = DELETE", "wal", "warning", "journal mode is delete")]
    [InlineData("INSERT INTO nonces (nonce, expires_at) VALUES ('n', 1)", "expired rows", "warning", "No cleanup seems to run")]
    [InlineData("PRAGMA foreign_keys = OFF; INSERT INTO deployments (client_key, id, deployment_id) VALUES (randomblob(16), randomblob(16), '1')",
        "integrity", "problem", "belong to no row")]
    [InlineData("""
        INSERT INTO clients (id, name, issuer, client_id, authorization_url, token_url, jwks_url) VALUES
            (randomblob(16), 'n', 'https://lms.example', 'c', 'a', 't', 'j'), (randomblob(16), 'n', 'https://LMS.example/ ', 'c', 'a', 't', 'j')
        """, "issuers", "warning", "differ only by a final slash")]
    [InlineData("""
        INSERT INTO clients (id, name, issuer, client_id, authorization_url, token_url, jwks_url, is_enabled)
            VALUES (randomblob(16), 'n', 'https://lms.example', 'c', 'a', 't', 'j', 0)
        """, "status", "ok", "1 disabled client are refused")]
    public async Task Doctor_finds_a_fault(string fault, string check, string status, string message)
    {
        await using var file = await SqliteFile.MigratedAsync();
        await file.Storage.DisposeAsync();
        file.Execute(fault);

        var run = await file.RunAsync("doctor", "--json");

        Assert.Contains(run.Findings(check), finding => finding.Status == status && finding.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Damaged_index_is_a_problem()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await file.Storage.DisposeAsync();
        file.Execute(
            """
            INSERT INTO nonces (nonce, expires_at) VALUES ('a', 9000000000000000000);
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, '(expires_at)', '(is_used)') WHERE name = 'nonces_by_expiry'
            """);

        var run = await file.RunAsync("doctor", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Findings("integrity"), finding => finding.Status == "problem");
    }

    [Fact]
    public async Task Missing_migrations_are_one_finding()
    {
        await using var file = SqliteFile.Absent();
        await File.WriteAllBytesAsync(file.Path, [], Token);

        var run = await file.RunAsync("doctor", "--json");

        var finding = Assert.Single(run.Findings("schema"));
        Assert.Equal(("problem", "Run lti-storage migrate."), (finding.Status, finding.Advice));
        Assert.Empty(run.Findings("tables"));
    }

    [Fact]
    public async Task File_that_other_users_may_read_is_a_warning()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other permissions.");
            return;
        }

        await using var file = await SqliteFile.MigratedAsync();
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var run = await file.RunAsync("doctor", "--json");

        var finding = Assert.Single(run.Findings("permissions"));
        Assert.Equal("warning", finding.Status);
        Assert.StartsWith($"chmod o-rw '{file.Path}'", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_lock_of_another_process_is_a_warning()
    {
        await using var file = await SqliteFile.MigratedAsync();
        await using var other = new SqliteConnection($"{file.ConnectionString};Pooling=False");
        await other.OpenAsync(Token);
        await using var transaction = other.BeginTransaction(deferred: false);

        var run = await file.RunAsync("doctor", "--json");

        Assert.Equal("warning", Assert.Single(run.Findings("writing")).Status);
    }

    [Theory]
    [InlineData(10, "ext4", FindingStatus.Problem)]
    [InlineData(100, "ext4", FindingStatus.Warning)]
    [InlineData(1000, "tmpfs", FindingStatus.Warning)]
    [InlineData(1000, "ext4", FindingStatus.Ok)]
    public async Task Full_disk_and_a_disk_in_memory_are_found(long freeMegabytes, string format, object expected)
    {
        await using var file = await SqliteFile.MigratedAsync();
        var opened = new DatabaseFile(new SqliteStorageOptions { ConnectionString = file.ConnectionString });
        using var connection = opened.OpenReader();
        var schema = new ExaminedSchema("main", "The file", new SchemaStatus { Version = 1, KnownVersion = 1, MissingVersions = [], IsIncompatible = false }, Problem: null);

        var found = await new DiskCheck(_ => (freeMegabytes * 1024 * 1024, format)).FindAsync(new ExaminedFile(connection, opened, schema), Token);

        Assert.Equal((FindingStatus)expected, Assert.Single(found).Status);
    }
}
