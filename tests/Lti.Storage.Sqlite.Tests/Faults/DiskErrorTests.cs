using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>Lets the disk fail at each step of a commit, of a read and of a checkpoint.</summary>
public sealed class DiskErrorTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ShimmedDisk? _disk;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ShimmedDisk Disk => _disk!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        _disk = new ShimmedDisk(_folder.Path);
    }

    public ValueTask DisposeAsync()
    {
        Disk.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Tests the error of each write of a commit. Its outcome must be true even after a crash.</summary>
    [Theory, Rule("F1", "F2", "L5")]
    [InlineData(raw.SQLITE_FULL, LtiWorkOutcome.NotApplied, "full")]
    [InlineData(raw.SQLITE_IOERR_WRITE, LtiWorkOutcome.Unknown, "disk")]
    public async Task Error_in_any_write_of_a_commit_has_its_outcome(int code, LtiWorkOutcome outcome, string advice)
    {
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);
        var failedWrites = 0;
        for (var isDone = false; !isDone; failedWrites++)
        {
            var (nonce, session) = (Any.Nonce(), Any.Session());
            await storage.StoreNonceAsync(nonce, null, Token);
            var writes = 0;
            var hasFailed = false;
            var failing = failedWrites;
            Disk.Fault = action =>
            {
                var fails = action is { Kind: DiskActionKind.Write, IsOnLog: true } && writes++ == failing;
                hasFailed |= fails;
                return fails ? code : 0;
            };

            var error = await Record.ExceptionAsync(async () => await storage.CompleteLaunchAsync(nonce, session, null, Token));

            Disk.Fault = null;
            isDone = !hasFailed;
            if (isDone)
            {
                Assert.Null(error);
                continue;
            }

            var unavailable = Assert.IsType<LtiStorageUnavailableException>(error);
            Assert.Equal(outcome, unavailable.Outcome);
            Assert.Contains(advice, unavailable.Message, StringComparison.Ordinal);
            await AssertWholeOrAbsentAfterCrashAsync(nonce, session, outcome);
            await AssertWorksAsync(storage);
        }

        // A commit writes each changed page, and each as a header and its content.
        Assert.InRange(failedWrites, 5, int.MaxValue);
    }

    [Fact, Rule("F1", "F2", "L5")]
    public async Task Failed_sync_of_a_commit_is_unknown_and_the_storage_works_again()
    {
        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);
        var (nonce, session) = (Any.Nonce(), Any.Session());
        await storage.StoreNonceAsync(nonce, null, Token);
        Disk.Fault = static action => action is { Kind: DiskActionKind.Sync, IsOnLog: true } ? raw.SQLITE_IOERR_FSYNC : 0;

        var calls = Enumerable.Range(0, 5).Select(_ => storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask())
            .Prepend(storage.CompleteLaunchAsync(nonce, session, null, Token).AsTask())
            .ToList();

        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => call);
            Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        }

        Disk.Fault = null;
        await AssertWholeOrAbsentAfterCrashAsync(nonce, session, LtiWorkOutcome.Unknown);
        await AssertWorksAsync(storage);
    }

    [Fact, Rule("F1", "F2")]
    public async Task Failed_read_is_unavailable_and_never_not_found()
    {
        var session = Any.Session();
        await using (var first = new SqliteLtiStorage(_folder.ConnectionString))
        {
            await first.AddSessionAsync(session, null, Token);
        }

        await using var storage = new SqliteLtiStorage(_folder.ConnectionString);
        Disk.Fault = static action => action.Kind == DiskActionKind.Read ? raw.SQLITE_IOERR_READ : 0;
        Func<Task>[] calls =
        [
            () => storage.FindSessionAsync(session.Id, Token).AsTask(),
            () => storage.FindLaunchAsync(Any.LaunchKey(), Token).AsTask(),
            () => storage.FindClientAsync("issuer", "client", Token).AsTask(),
            () => storage.FindLoginAsync("state", Token).AsTask(),
            () => storage.ConsumeNonceAsync("nonce", Token).AsTask(),
            () => storage.RenewSessionAsync(session.Id, null, Token).AsTask(),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(call);
            Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
        }

        Disk.Fault = null;
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
        await AssertWorksAsync(storage);
    }

    [Fact, Rule("F2", "E8")]
    public async Task Failed_checkpoint_stops_no_write_and_is_logged_once()
    {
        var logs = new FakeLogCollector();
        using var factory = new LoggerFactory([new FakeLoggerProvider(logs)]);
        await using (var storage = new SqliteLtiStorage(
            new SqliteStorageOptions { ConnectionString = _folder.ConnectionString, LongestLog = 0 }, loggerFactory: factory))
        {
            Disk.Fault = static action => action is { Kind: DiskActionKind.Write, IsOnLog: false } ? raw.SQLITE_IOERR_WRITE : 0;
            for (var i = 0; i < 600; i++)
            {
                await storage.StoreNonceAsync(Any.Nonce(), null, Token);
            }

            Disk.Fault = null;
            await AssertWorksAsync(storage);
        }

        Assert.Single(logs.GetSnapshot(), log => log.Message.Contains("could not be copied", StringComparison.Ordinal));
    }

    /// <summary>Looks at the files as a crash of the process leaves them.</summary>
    /// <remarks>All writes that happened are there.</remarks>
    private async Task AssertWholeOrAbsentAfterCrashAsync(string nonce, LtiSession session, LtiWorkOutcome outcome)
    {
        using var after = new TemporaryFolder();
        Disk.Crash(after.Path, static _ => true);
        await using var storage = new SqliteLtiStorage(after.ConnectionString);
        var isThere = await storage.FindSessionAsync(session.Id, Token) is not null;
        Assert.Equal(isThere ? NonceOutcome.AlreadyUsed : NonceOutcome.Consumed, await storage.ConsumeNonceAsync(nonce, Token));
        Assert.True(outcome == LtiWorkOutcome.Unknown || !isThere, "A call that was not applied is there.");
        using var other = new OtherProgram(after.File);
        Assert.Equal("ok", other.Read("PRAGMA integrity_check"));
    }

    private static async Task AssertWorksAsync(SqliteLtiStorage storage)
    {
        var (nonce, session) = (Any.Nonce(), Any.Session());
        await storage.StoreNonceAsync(nonce, null, Token);
        Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync(nonce, session, null, Token));
        Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
    }
}
