using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>Tests that each fault of the file is a typed error with advice.</summary>
/// <remarks>The same instance works when the fault is gone.</remarks>
public sealed class FileFaultTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => new(_folder.CreateFileAsync());

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact, Rule("F1", "F2")]
    public async Task Missing_folder_is_unavailable_until_it_is_created()
    {
        var folder = Path.Combine(_folder.Path, "missing");
        await using var storage = new SqliteLtiStorage($"Data Source={Path.Combine(folder, "lti.db")}");

        await AssertUnavailableAsync(() => storage.StartAsync(Token), "does not exist");
        await AssertCallsUnavailableAsync(storage, "does not exist");

        Directory.CreateDirectory(folder);
        await storage.StartAsync(Token);
        await AssertWorksAsync(storage);
    }

    [Fact, Rule("F1", "F2")]
    public async Task Path_of_a_folder_is_unavailable_until_the_folder_is_gone()
    {
        var path = Path.Combine(_folder.Path, "folder");
        Directory.CreateDirectory(path);
        await using var storage = new SqliteLtiStorage($"Data Source={path}");

        await AssertUnavailableAsync(() => storage.StartAsync(Token), "is a folder");
        await AssertCallsUnavailableAsync(storage, "is a folder");

        Directory.Delete(path);
        await storage.StartAsync(Token);
        await AssertWorksAsync(storage);
    }

    [Fact, Rule("F1", "F2")]
    public async Task Deleted_file_is_noticed_by_the_next_call_and_works_again_when_it_is_restored()
    {
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);
        var (session, nonce) = (Any.Session(), Any.Nonce());
        await storage.AddSessionAsync(session, null, Token);
        await storage.ClaimNonceAsync(nonce, null, Token);
        await storage.FindSessionAsync(session.Id, Token);

        // An open file that is renamed is one that is deleted, for SQLite.
        File.Move(_folder.File, _folder.File + ".away");
        await AssertCallsUnavailableAsync(storage, "There is no database file");

        File.Move(_folder.File + ".away", _folder.File);
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync(nonce, Token));
        await AssertWorksAsync(storage);
    }

    [Fact, Rule("F1", "F2")]
    public async Task Lock_of_another_program_is_unavailable_and_not_applied()
    {
        await using var storage = new SqliteLtiStorage(new SqliteStorageOptions
        {
            ConnectionString = _folder.ConnectionString,
            LockTimeout = TimeSpan.FromMilliseconds(100),
        });
        var session = Any.Session();
        await storage.AddSessionAsync(session, null, Token);
        using var other = new OtherProgram(_folder.File);
        other.Lock();

        await AssertUnavailableAsync(() => storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask(), "lock timeout");
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));

        other.Unlock();
        await AssertWorksAsync(storage);
    }

    [Fact, Rule("F1", "F2")]
    public async Task File_that_is_not_a_database_is_refused_and_not_changed()
    {
        var good = await File.ReadAllBytesAsync(_folder.File, Token);
        var junk = Enumerable.Repeat((byte)'x', 8192).ToArray();
        await File.WriteAllBytesAsync(_folder.File, junk, Token);
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);

        await AssertSchemaErrorAsync(storage, "not an SQLite database");
        Assert.Equal(junk, await File.ReadAllBytesAsync(_folder.File, Token));

        await File.WriteAllBytesAsync(_folder.File, good, Token);
        await storage.StartAsync(Token);
        await AssertWorksAsync(storage);
    }

    [Fact, Rule("F1", "F2")]
    public async Task Damaged_page_is_unavailable_until_the_file_is_restored()
    {
        var session = Any.Session();
        await using (var first = new SqliteLtiStorage(_folder.ConnectionString))
        {
            await first.AddSessionAsync(session, null, Token);
        }

        var good = await File.ReadAllBytesAsync(_folder.File, Token);
        var damaged = good.AsSpan().ToArray();
        damaged.AsSpan(4096).Fill(0xAA);
        await File.WriteAllBytesAsync(_folder.File, damaged, Token);
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);

        await AssertUnavailableAsync(() => storage.FindSessionAsync(session.Id, Token).AsTask(), "damaged");
        await AssertUnavailableAsync(() => storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask(), "damaged");

        await File.WriteAllBytesAsync(_folder.File, good, Token);
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        await AssertWorksAsync(storage);
    }

    [Fact, Rule("F1", "F2", "E3")]
    public async Task Full_disk_is_unavailable_and_not_applied_and_leaves_nothing_half_done()
    {
        using var disk = SmallDisk.TryMount(kilobytes: 2048);
        Assert.SkipWhen(disk is null, "This user may not mount a disk in memory.");
        await using var storage = new SqliteLtiStorage($"Data Source={disk.File}");
        await storage.StartAsync(Token);
        var filler = Path.Combine(disk.Path, "filler");
        await File.WriteAllBytesAsync(filler, new byte[1024 * 1024], Token);
        List<LtiSession> added = [];
        LtiStorageUnavailableException? error = null;
        for (var i = 0; i < 5000 && error is null; i++)
        {
            var (nonce, session) = (Any.Nonce(), Any.Session());
            try
            {
                await storage.StoreNonceAsync(nonce, null, Token);
                await storage.CompleteLaunchAsync(nonce, session, null, Token);
                added.Add(session);
            }
            catch (LtiStorageUnavailableException e)
            {
                error = e;
                Assert.Null(await storage.FindSessionAsync(session.Id, Token));
            }
        }

        Assert.NotNull(error);
        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        Assert.Contains("full", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(added);

        File.Delete(filler);
        await AssertWorksAsync(storage);
        foreach (var session in added)
        {
            Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        }

        using var other = new OtherProgram(disk.File);
        Assert.Equal("ok", other.Read("PRAGMA integrity_check"));
    }

    [Fact, Rule("F1", "F2")]
    public async Task Read_only_disk_is_unavailable_until_it_can_be_written()
    {
        using var disk = SmallDisk.TryMount(kilobytes: 4096);
        Assert.SkipWhen(disk is null, "This user may not mount a disk in memory.");
        await using (var first = new SqliteLtiStorage($"Data Source={disk.File}"))
        {
            await first.StartAsync(Token);
            await AssertWorksAsync(first);
        }

        await using var storage = new SqliteLtiStorage($"Data Source={disk.File}");
        disk.BecomeReadOnly();
        await AssertUnavailableAsync(() => storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask(), "right");

        disk.BecomeWritable();
        await AssertWorksAsync(storage);
    }

    private static async Task AssertCallsUnavailableAsync(SqliteLtiStorage storage, string advice)
    {
        await AssertUnavailableAsync(() => storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask(), advice);
        await AssertUnavailableAsync(() => storage.FindLaunchAsync(Any.LaunchKey(), Token).AsTask(), advice);
        await AssertUnavailableAsync(() => storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask(), advice);
        await AssertUnavailableAsync(() => storage.CleanupAsync(Token).AsTask(), advice);
    }

    private static async Task AssertUnavailableAsync(Func<Task> call, string advice)
    {
        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(call);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
    }

    private static async Task AssertSchemaErrorAsync(SqliteLtiStorage storage, string advice)
    {
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
            Assert.Contains(advice, (await Assert.ThrowsAsync<LtiSchemaException>(call)).Message, StringComparison.Ordinal);
        }
    }

    private static async Task AssertWorksAsync(SqliteLtiStorage storage)
    {
        var (nonce, session) = (Any.Nonce(), Any.Session());
        await storage.StoreNonceAsync(nonce, null, Token);
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync(nonce, session, null, Token));
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
    }
}
