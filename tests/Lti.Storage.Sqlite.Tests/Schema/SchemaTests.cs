using System.Globalization;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Lti.Storage.Sqlite.Tests.Schema;

public sealed class SchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_creates_the_file_with_its_settings()
    {
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);
        Assert.Equal([1, 2, 3, 4], (await storage.GetStatusAsync(Token)).MissingVersions);
        Assert.False(File.Exists(_folder.File));

        await storage.StartAsync(Token);

        Assert.True((await storage.GetStatusAsync(Token)).IsUsable);
        Assert.Empty(await storage.MigrateAsync(Token));
        using var other = new OtherProgram(_folder.File);
        Assert.Equal(
            ("wal", "2", "4", "1280592177"),
            (other.Read("PRAGMA journal_mode"), other.Read("PRAGMA auto_vacuum"), other.Read("PRAGMA user_version"), other.Read("PRAGMA application_id")));
        Assert.Equal("4", other.Read("SELECT count(*) FROM lti_storage_migrations"));
    }

    [Fact]
    public async Task File_of_an_older_version_gets_the_index_on_deployments_and_keeps_its_sessions()
    {
        await _folder.CreateFileAsync();
        var session = Any.Session();
        await using (var before = new SqliteLtiStorage(_folder.ConnectionString))
        {
            await before.AddSessionAsync(session, null, Token);
        }

        using var other = new OtherProgram(_folder.File);
        var last = Migration.All.Single(static migration => migration.Name == "deployment index").Version;
        other.Run(string.Create(
            CultureInfo.InvariantCulture,
            $"DROP INDEX sessions_by_deployment; DELETE FROM lti_storage_migrations WHERE version = {last}; PRAGMA user_version = {last - 1}"));
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);
        Assert.Contains("migrations", (await Assert.ThrowsAsync<LtiSchemaException>(() => storage.StartAsync(Token))).Message, StringComparison.Ordinal);

        await storage.MigrateAsync(Token);

        var filter = new SessionFilter { Issuer = session.Platform.Issuer!, DeploymentId = session.Platform.DeploymentId };
        Assert.Equal([session.Id], await storage.ListSessionsAsync(filter, null, Token).Select(found => found.Id).ToListAsync(Token));
        Assert.Equal("1", other.Read("SELECT count(*) FROM sqlite_schema WHERE name = 'sessions_by_deployment'"));
        Assert.Equal("ok", other.Read("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Only_the_user_of_the_process_may_read_a_created_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights.");
            return;
        }

        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);

        await storage.StartAsync(Token);
        await storage.StoreNonceAsync(Any.Nonce(), null, Token);

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Start_fills_an_empty_file()
    {
        await File.WriteAllBytesAsync(_folder.File, [], Token);
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);

        await storage.StartAsync(Token);

        await storage.StoreNonceAsync(Any.Nonce(), null, Token);
    }

    [Fact]
    public async Task Mode_ReadWrite_never_creates_the_file()
    {
        await using var storage = new SqliteLtiStorage($"{_folder.ConnectionString};Mode=ReadWrite");

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => storage.StartAsync(Token));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => storage.MigrateAsync(Token));

        Assert.False(File.Exists(_folder.File));
    }

    [Fact]
    public async Task Call_before_the_start_names_the_way_to_create_the_file()
    {
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await storage.StoreNonceAsync(Any.Nonce(), null, Token));

        Assert.Contains(nameof(SqliteLtiStorage.StartAsync), error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File));
    }

    [Fact]
    public async Task Database_of_another_program_is_refused_and_never_changed()
    {
        using (var other = new OtherProgram(_folder.File))
        {
            other.Run("CREATE TABLE invoices (number INTEGER)");
        }

        var before = await File.ReadAllBytesAsync(_folder.File, Token);
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);
        Func<Task>[] calls =
        [
            () => storage.StartAsync(Token),
            () => storage.MigrateAsync(Token),
            () => storage.GetStatusAsync(Token),
            () => storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask(),
            () => storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask(),
        ];
        foreach (var call in calls)
        {
            Assert.Contains("another program", (await Assert.ThrowsAsync<LtiSchemaException>(call)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.File, Token));
        Assert.Equal([_folder.File], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Newer_schema_without_a_breaking_change_works_with_a_warning()
    {
        var logs = new FakeLogCollector();
        using var factory = LoggerFactory.Create(builder => builder.Services.Add(FakeLogs(logs)));
        await _folder.CreateFileAsync();
        MakeNewer(isBreaking: 0);
        await using var storage = new SqliteLtiStorage(
            new SqliteStorageOptions { ConnectionString = _folder.ConnectionString }, loggerFactory: factory);

        await storage.StartAsync(Token);
        await storage.StoreNonceAsync(Any.Nonce(), null, Token);

        Assert.True((await storage.GetStatusAsync(Token)).IsUsable);
        Assert.Contains(logs.GetSnapshot(), log => log.Message.Contains("newer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Newer_schema_with_a_breaking_change_is_refused()
    {
        await _folder.CreateFileAsync();
        MakeNewer(isBreaking: 1);
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => storage.StartAsync(Token),
            () => storage.MigrateAsync(Token),
            () => storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask(),
            () => storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask(),
        })
        {
            Assert.Contains("Update the library", (await Assert.ThrowsAsync<LtiSchemaException>(call)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Concurrent_starts_create_one_file()
    {
        for (var round = 0; round < 5; round++)
        {
            using var folder = new TemporaryFolder();
            var applied = await Race.RunAllAsync(
                async _ =>
                {
                    await using var storage = new SqliteLtiStorage(
                        new SqliteStorageOptions { ConnectionString = folder.ConnectionString, LockTimeout = TimeSpan.FromMinutes(1) });
                    var versions = await storage.MigrateAsync(Token);
                    await storage.StoreNonceAsync(Any.Nonce(), null, Token);
                    return versions.Count;
                },
                callers: 8);

            Assert.Equal(4, applied.Sum());
        }
    }

    private static ServiceDescriptor FakeLogs(FakeLogCollector logs)
        => ServiceDescriptor.Singleton<ILoggerProvider>(new FakeLoggerProvider(logs));

    private void MakeNewer(int isBreaking)
    {
        using var other = new OtherProgram(_folder.File);
        other.Run("PRAGMA user_version = 99");
        other.Run($"INSERT INTO lti_storage_migrations VALUES (99, 'later', {isBreaking}, 0)");
    }
}
