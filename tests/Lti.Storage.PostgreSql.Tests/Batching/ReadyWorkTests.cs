using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Calls that come in a burst: the first of them could be sent at once, and the others are about to be made.</summary>
public sealed class ReadyWorkTests : IAsyncLifetime
{
    private readonly HeldWork _work = new();
    private TestDatabase? _database;
    private BatchingStorage? _batching;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    private BatchingStorage Batching => _batching!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        _batching = BatchingStorage.Open(Database, configure: options => options.Batching = new BatchLimits(Statements: 2) { ReadyWork = _work });
    }

    [Fact]
    public async Task While_work_is_ready_that_may_make_calls_they_come_along_with_the_first_of_them()
    {
        _work.Count = 1;
        var claims = Claim("a", "b", "c", "d", "e");
        Assert.Equal(5, Batching.Measured.Waiting("ClaimNonce"));

        _work.Run();

        Assert.All(await Task.WhenAll(claims), Assert.True);
        Assert.Equal([("ClaimNonce", 5)], Batching.Measured.Sent);
    }

    [Fact]
    public async Task Where_no_work_is_ready_a_call_is_sent_at_once()
    {
        var claim = Claim("a")[0];

        Assert.False(_work.IsHeld);
        Assert.True(await claim);
        Assert.Empty(Batching.Measured.Waits);
    }

    [Fact]
    public async Task Where_more_is_ready_than_could_come_along_a_call_is_sent_at_once()
    {
        await using var storage = Database.Open(configure: options => options.Batching = new BatchLimits(Statements: 1, Calls: 2) { ReadyWork = _work });
        _work.Count = 3;
        var atOnce = storage.ClaimNonceAsync("a", cancellationToken: Token).AsTask();
        Assert.False(_work.IsHeld);
        Assert.True(await atOnce);

        _work.Count = 2;
        var behind = storage.ClaimNonceAsync("b", cancellationToken: Token).AsTask();
        _work.Run();
        Assert.True(await behind);
    }

    [Fact]
    public async Task Where_the_work_made_no_call_the_one_that_let_it_go_first_is_its_own_statement()
    {
        _work.Count = 1;
        var claims = Claim("a");

        _work.Run();

        Assert.True(await claims[0]);
        Assert.Empty(Batching.Measured.Sent);
        Assert.Single(Batching.Measured.Waits);
    }

    [Fact, Rule("E5")]
    public async Task One_that_is_cancelled_meanwhile_is_not_sent_and_leaves_its_place()
    {
        _work.Count = 1;
        using var cancel = new CancellationTokenSource();
        var cancelled = Enumerable.Range(0, 2).Select(_ => Batching.Storage.ClaimNonceAsync("a", cancellationToken: cancel.Token).AsTask()).ToList();
        await cancel.CancelAsync();
        foreach (var claim in cancelled)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => claim);
        }

        _work.Run();
        _work.Count = 0;

        // Both places are free: neither of the calls waits.
        var claims = Claim("a", "b");
        await Eventually.TrueAsync(() => Task.FromResult(Array.TrueForAll(claims, static claim => claim.IsCompletedSuccessfully && claim.Result)), Token);
        Assert.Empty(Batching.Measured.Waits);
    }

    [Fact]
    public async Task With_sharing_turned_off_no_call_lets_anything_go_first()
    {
        _work.Count = 1;
        await using var storage = Database.Open(configure: options
            => (options.BatchCalls, options.Batching) = (false, new BatchLimits { ReadyWork = _work }));

        var claim = storage.ClaimNonceAsync("a", cancellationToken: Token).AsTask();

        Assert.False(_work.IsHeld);
        Assert.True(await claim);
    }

    [Fact]
    public async Task What_follows_the_thread_pools_work_runs_in_nobodys_context()
    {
        AsyncLocal<string> caller = new() { Value = "me" };
        TaskCompletionSource<string?> context = new(TaskCreationOptions.RunContinuationsAsynchronously);

        ThreadPoolWork.Instance.Follow(() => context.SetResult(caller.Value));

        Assert.Null(await context.Task);
    }

    [Fact]
    public async Task The_thread_pools_work_is_counted_while_it_waits_for_a_thread()
    {
        var work = ThreadPoolWork.Instance;

        await Eventually.TrueAsync(() => Task.FromResult(Enumerable.Range(0, 10_000).Any(_ => ThreadPool.QueueUserWorkItem(static _ => { }) && work.Count > 0)), Token);
        await Eventually.TrueAsync(() => Task.FromResult(work.Count == 0), Token);
    }

    [Fact]
    public void A_storage_lets_the_thread_pools_work_go_first_unless_told_otherwise()
        => Assert.Same(ThreadPoolWork.Instance, BatchLimits.Create(new PostgreSqlStorageOptions(), poolSize: 10, commandTimeout: 30).ReadyWork);

    public async ValueTask DisposeAsync()
    {
        await Batching.DisposeAsync();
        await Database.DisposeAsync();
    }

    private Task<bool>[] Claim(params IEnumerable<string> nonces)
        => [.. nonces.Select(nonce => Batching.Storage.ClaimNonceAsync(nonce, cancellationToken: Token).AsTask())];

    /// <summary>Work that is ready when a test says so, and is over when it says so.</summary>
    private sealed class HeldWork : IReadyWork
    {
        private readonly List<Action> _after = [];

        public long Count { get; set; }

        public bool IsHeld => _after.Count > 0;

        public void Follow(Action action) => _after.Add(action);

        public void Run()
        {
            Assert.NotEmpty(_after);
            _after.ForEach(static action => action());
            _after.Clear();
        }
    }
}
