using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Tests.Writing;

/// <summary>Tests writes that no other write of this process meets. They run on their callers' threads.</summary>
public sealed class LoneWriteTests : IAsyncLifetime
{
    private const int WritesBeforeQuiet = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<(string Statement, int Thread)> _statements = new();
    private readonly ConcurrentBag<int> _writersThreads = [];
    private SqliteConnection? _writing;
    private Action? _atCommit;
    private SqliteLtiStorage? _storage;
    private OtherProgram? _other;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteLtiStorage Storage => _storage!;

    private OtherProgram Other => _other!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        _storage = new SqliteLtiStorage(
            new SqliteStorageOptions
            {
                ConnectionString = _folder.ConnectionString,
                LockTimeout = TimeSpan.FromMinutes(10),
                Opened = Attach,
            },
            new LtiStorageOptions { CleanupBatchSize = 10 });
        _other = new OtherProgram(_folder.File);
        await BecomeQuietAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        Other.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Lone_write_commits_on_its_callers_thread()
    {
        var write = Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask();

        Assert.True(write.IsCompletedSuccessfully);
        Assert.Equal([Environment.CurrentManagedThreadId], ThreadsOf("COMMIT"));
    }

    [Fact]
    public async Task Lone_write_leaves_the_wait_for_another_process_to_the_writers_thread()
    {
        Other.Lock();

        var write = Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask();

        Assert.False(write.IsCompleted);
        Other.Unlock();
        await write;
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, ThreadsOf("COMMIT"));
    }

    [Fact]
    public async Task Writes_of_one_caller_keep_their_order_while_another_process_holds_the_lock()
    {
        var nonce = Any.Nonce();
        Other.Lock();
        var stored = Storage.StoreNonceAsync(nonce, null, Token).AsTask();
        var consumed = Storage.ConsumeNonceAsync(nonce, Token).AsTask();

        Other.Unlock();

        await stored;
        Assert.Equal(NonceOutcome.Consumed, await consumed);
    }

    [Fact]
    public async Task Writes_that_meet_after_lone_ones_share_commits()
    {
        Other.Lock();
        var first = Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask();

        // The second attempt to begin is that of the writer's thread, which has then taken the first call.
        await Eventually.TrueAsync(() => Task.FromResult(ThreadsOf("BEGIN IMMEDIATE").Count > 1), Token);
        var waiting = Enumerable.Range(0, 100).Select(_ => Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask()).ToArray();

        Other.Unlock();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal(3, ThreadsOf("COMMIT").Count);
    }

    [Fact]
    public async Task Write_after_a_meeting_is_left_to_the_writers_thread_until_writes_are_alone_again()
    {
        Other.Lock();
        var met = Enumerable.Range(0, 5).Select(_ => Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask()).ToArray();
        Other.Unlock();
        await Task.WhenAll(met);
        _statements.Clear();

        await Storage.StoreNonceAsync(Any.Nonce(), null, Token);

        Assert.All(ThreadsOf("COMMIT"), thread => Assert.Contains(thread, _writersThreads));
        await BecomeQuietAsync();
        Assert.True(Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask().IsCompletedSuccessfully);
    }

    [Fact, Rule("N1")]
    public async Task Refused_lone_write_is_a_conflict()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, null, Token);

        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.StoreNonceAsync(nonce, null, Token));

        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("F1", "F2")]
    public async Task Lone_write_whose_commit_fails_has_an_unknown_outcome()
    {
        raw.sqlite3_commit_hook(_writing!.Handle, static _ => 1, null);

        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            async () => await Storage.StoreNonceAsync(Any.Nonce(), null, Token));

        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
        await Storage.StoreNonceAsync(Any.Nonce(), null, Token);
    }

    [Fact, Rule("E10")]
    public async Task Disposal_waits_for_a_lone_write_that_has_begun()
    {
        var nonce = Any.Nonce();
        using var commit = new ManualResetEventSlim();
        var isCommitting = new TaskCompletionSource();
        _atCommit = () =>
        {
            isCommitting.TrySetResult();
            commit.Wait(Token);
        };
        var write = Task.Run(async () => await Storage.StoreNonceAsync(nonce, null, Token), Token);
        await isCommitting.Task;

        var disposal = Storage.DisposeAsync().AsTask();

        Assert.False(disposal.IsCompleted);
        commit.Set();
        await Task.WhenAll(write, disposal);
        Assert.Equal(nonce, Assert.Single(Other.ReadAll($"SELECT nonce FROM nonces WHERE nonce = '{nonce}'")));
    }

    [Fact, Rule("K2")]
    public async Task Cleanup_does_not_block_its_callers_thread()
    {
        await Storage.CleanupAsync(Token);

        Assert.Empty(ThreadsOf("DELETE").Except(_writersThreads));
    }

    [Fact]
    public async Task Lone_writes_are_followed_by_checkpoints()
    {
        for (var i = 0; i < 300; i++)
        {
            await Storage.StoreNonceAsync(Any.Nonce(), null, Token);
        }

        await Eventually.TrueAsync(() => Task.FromResult(ThreadsOf("PRAGMA wal_checkpoint").Count > 0), Token);
    }

    private void Attach(SqliteConnection connection)
    {
        if (Thread.CurrentThread.Name == "Lti.Storage.Sqlite writer")
        {
            _writersThreads.Add(Environment.CurrentManagedThreadId);
            _writing = connection;
        }

        raw.sqlite3_trace(connection.Handle, (_, statement) =>
        {
            _statements.Enqueue((statement, Environment.CurrentManagedThreadId));
            if (statement == "COMMIT")
            {
                _atCommit?.Invoke();
            }
        }, null);
    }

    private IReadOnlyList<int> ThreadsOf(string statement)
        => [.. _statements.Where(one => one.Statement.StartsWith(statement, StringComparison.Ordinal)).Select(one => one.Thread)];

    private async Task BecomeQuietAsync()
    {
        // An answered call may meet the next one before the writer's thread is ready for it.
        await Eventually.TrueAsync(
            async () =>
            {
                var isHere = true;
                for (var i = 0; i < WritesBeforeQuiet; i++)
                {
                    var write = Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask();
                    isHere &= write.IsCompletedSuccessfully;
                    await write;
                }

                return isHere;
            },
            Token);
        _statements.Clear();
    }
}
