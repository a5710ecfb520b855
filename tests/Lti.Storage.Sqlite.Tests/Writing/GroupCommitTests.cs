using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Sqlite.Tests.Writing;

/// <summary>Tests the writer while another program holds the lock, so that calls wait together.</summary>
public sealed class GroupCommitTests : IAsyncLifetime
{
    private const int GroupSize = 64;

    private readonly TemporaryFolder _folder = new();
    private readonly StatementTrace _trace = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private SqliteLtiStorage? _storage;
    private OtherProgram? _other;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteLtiStorage Storage => _storage!;

    private OtherProgram Other => _other!;

    public async ValueTask InitializeAsync()
    {
        await _folder.CreateFileAsync();
        _storage = new SqliteLtiStorage(new SqliteStorageOptions
        {
            ConnectionString = _folder.ConnectionString,
            LockTimeout = TimeSpan.FromMinutes(10),
            Clock = _clock,
            Opened = _trace.Attach,
        });
        _other = new OtherProgram(_folder.File);
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        Other.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Waiting_writes_share_commits_of_at_most_64()
    {
        Other.Lock();
        var first = await BeginFirstGroupAsync();
        var waiting = Enumerable.Range(0, (2 * GroupSize) + 1).Select(_ => Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask()).ToArray();

        Other.Unlock();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal(4, _trace.CountOf("COMMIT"));
        Assert.Equal("130", Other.Read("SELECT count(*) FROM nonces"));
    }

    [Fact]
    public async Task Refused_call_leaves_the_others_of_its_group_alone()
    {
        var taken = Any.Nonce();
        await Storage.StoreNonceAsync(taken, null, Token);
        var session = Any.Session();
        await Storage.AddSessionAsync(session, null, Token);
        Other.Lock();
        var first = await BeginFirstGroupAsync();
        _trace.Clear();
        var refused = Storage.StoreNonceAsync(taken, null, Token).AsTask();
        var conflict = Storage.AddSessionAsync(session, null, Token).AsTask();
        var nonces = Enumerable.Range(0, 5).Select(_ => Any.Nonce()).ToArray();
        var stored = nonces.Select(nonce => Storage.StoreNonceAsync(nonce, null, Token).AsTask()).ToArray();

        Other.Unlock();
        await Task.WhenAll([first, .. stored]);

        await Assert.ThrowsAsync<LtiConflictException>(() => refused);
        await Assert.ThrowsAsync<LtiConflictException>(() => conflict);
        Assert.Equal(2, _trace.CountOf("COMMIT"));
        foreach (var nonce in nonces)
        {
            Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
        }
    }

    [Fact]
    public async Task Call_that_fails_unexpectedly_fails_alone_and_leaves_nothing_behind()
    {
        Other.Run("CREATE TRIGGER broken BEFORE INSERT ON sessions BEGIN SELECT RAISE(ABORT, 'broken'); END");
        var (good, bad, session) = (Any.Nonce(), Any.Nonce(), Any.Session());
        await Storage.StoreNonceAsync(bad, null, Token);
        Other.Lock();
        var first = await BeginFirstGroupAsync();
        var stored = Storage.StoreNonceAsync(good, null, Token).AsTask();
        var failed = Storage.CompleteLaunchAsync(bad, session, null, Token).AsTask();
        var alsoStored = Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask();

        Other.Unlock();
        await Task.WhenAll(first, stored, alsoStored);

        Assert.IsNotType<LtiConflictException>(await Assert.ThrowsAnyAsync<LtiStorageException>(() => failed));
        Other.Run("DROP TRIGGER broken");
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(good, Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(bad, session, null, Token));
    }

    [Fact, Rule("E5")]
    public async Task Call_that_is_cancelled_while_it_waits_does_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var nonce = Any.Nonce();
        Other.Lock();
        var first = await BeginFirstGroupAsync();
        var cancelled = Storage.StoreNonceAsync(nonce, null, cancel.Token).AsTask();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Other.Unlock();
        await first;

        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N4", "E7")]
    public async Task Clock_is_read_after_the_lock_is_held()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, TimeSpan.FromMinutes(1), Token);
        Other.Lock();
        var consumed = await BeginAsync(() => Storage.ConsumeNonceAsync(nonce, Token).AsTask());

        _clock.Advance(TimeSpan.FromMinutes(1));
        Other.Unlock();

        Assert.Equal(NonceOutcome.Expired, await consumed);
    }

    [Fact, Rule("E10")]
    public async Task Disposal_ends_the_calls_that_wait()
    {
        Other.Lock();
        var first = await BeginFirstGroupAsync();
        var waiting = Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask();

        await Storage.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => first);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Storage.StoreNonceAsync(Any.Nonce(), null, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Storage.FindSessionAsync(Guid.NewGuid(), Token));
        Other.Unlock();
        Assert.Equal("0", Other.Read("SELECT count(*) FROM nonces"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Log_starts_again_before_it_outgrows_its_limit_under_steady_writes(int nodes)
    {
        const int Megabyte = 1024 * 1024;
        var longest = await Task.WhenAll(Enumerable.Range(0, nodes).Select(async _ =>
        {
            await using var storage = new SqliteLtiStorage(new SqliteStorageOptions
            {
                ConnectionString = _folder.ConnectionString,
                LockTimeout = TimeSpan.FromMinutes(1),
                LongestLog = Megabyte,
            });
            return (await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => AddSessionsAsync(storage), Token)))).Max();
        }));

        // Between two looks at the log each node makes at most 250 writes and one group, each of a few pages of 4 KiB.
        Assert.InRange(longest.Max(), Megabyte, nodes * 12 * Megabyte);
    }

    /// <summary>Adds many sessions one after the other. Returns the greatest length of the log.</summary>
    private async Task<long> AddSessionsAsync(SqliteLtiStorage storage)
    {
        var longest = 0L;
        for (var i = 0; i < 200; i++)
        {
            await storage.AddSessionAsync(Any.Session(), null, Token);
            longest = Math.Max(longest, new FileInfo(_folder.File + "-wal").Length);
        }

        return longest;
    }

    private Task<Task> BeginFirstGroupAsync() => BeginAsync<Task>(() => Storage.StoreNonceAsync(Any.Nonce(), null, Token).AsTask());

    /// <summary>Starts a write and waits until the writer has taken it. Later calls wait behind it.</summary>
    /// <remarks>The first attempt to begin may be that of the caller's thread.</remarks>
    private async Task<TTask> BeginAsync<TTask>(Func<TTask> write)
    {
        _trace.Clear();
        var first = write();
        await Eventually.TrueAsync(() => Task.FromResult(_trace.CountOf("BEGIN IMMEDIATE") > 1), Token);
        return first;
    }
}
