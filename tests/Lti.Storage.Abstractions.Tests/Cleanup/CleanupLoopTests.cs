namespace Lti.Storage.Abstractions.Tests.Cleanup;

public sealed class CleanupLoopTests
{
    private const int BatchSize = 10;

    private readonly Dictionary<CleanupKind, long> _expired = new()
    {
        [CleanupKind.Nonces] = 25,
        [CleanupKind.Sessions] = 10,
        [CleanupKind.RegistrationSessions] = 3,
        [CleanupKind.AccessTokens] = 1,
        [CleanupKind.PlatformKeySets] = 2,
    };

    private readonly List<(CleanupKind Kind, long Count)> _batches = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Each_kind_is_removed_in_batches_until_one_is_not_full(int pauseFactor)
    {
        var removed = await new CleanupLoop(BatchSize, pauseFactor).RunAsync(RemoveAsync, cancellationToken: Token);

        Assert.Equal(new CleanupResult { Nonces = 25, Sessions = 10, RegistrationSessions = 3, AccessTokens = 1, PlatformKeySets = 2, Completed = true }, removed);
        Assert.Equal(
            [
                (CleanupKind.Nonces, 10), (CleanupKind.Nonces, 10), (CleanupKind.Nonces, 5),
                (CleanupKind.Sessions, 10), (CleanupKind.Sessions, 0),
                (CleanupKind.RegistrationSessions, 3),
                (CleanupKind.AccessTokens, 1),
                (CleanupKind.PlatformKeySets, 2),
            ],
            _batches);
    }

    [Fact]
    public async Task Run_that_is_cancelled_before_its_first_batch_removes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new CleanupLoop(BatchSize).RunAsync(RemoveAsync, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Empty(_batches);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Run_that_is_cancelled_later_returns_its_counts(int pauseFactor)
    {
        using var cancel = new CancellationTokenSource();

        var removed = await new CleanupLoop(BatchSize, pauseFactor).RunAsync(
            async (kind, token) =>
            {
                var count = await RemoveAsync(kind, token);
                await cancel.CancelAsync();
                return count;
            },
            cancellationToken: cancel.Token);

        Assert.Equal(new CleanupResult { Nonces = 10, Sessions = 0, RegistrationSessions = 0, Completed = false }, removed);
    }

    [Fact]
    public async Task Only_the_first_batch_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        List<bool> canBeCancelled = [];

        await new CleanupLoop(BatchSize).RunAsync(
            (kind, token) =>
            {
                canBeCancelled.Add(token.CanBeCanceled);
                return RemoveAsync(kind, token);
            },
            cancellationToken: cancel.Token);

        Assert.Equal([true, false, false, false, false, false, false, false], canBeCancelled);
    }

    [Fact]
    public async Task Progress_has_the_counts_after_each_batch()
    {
        var progress = new Recorded();

        await new CleanupLoop(BatchSize).RunAsync(RemoveAsync, progress, Token);

        Assert.Equal([10, 20, 25, 25, 25, 25, 25, 25], progress.Results.Select(result => result.Nonces));
        Assert.All(progress.Results, result => Assert.False(result.Completed));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Failure_after_a_committed_batch_has_an_unknown_outcome(int committed, bool isUnknown)
    {
        var error = await Assert.ThrowsAnyAsync<LtiStorageException>(async () => await new CleanupLoop(BatchSize).RunAsync(
            (kind, token) => _batches.Count == committed ? throw new LtiStorageException("The disk is full.") : RemoveAsync(kind, token),
            cancellationToken: Token));

        Assert.Contains("The disk is full.", error.Message, StringComparison.Ordinal);
        Assert.Equal(isUnknown, error is LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown });
    }

    [Fact]
    public async Task Disposal_after_a_committed_batch_has_an_unknown_outcome()
    {
        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await new CleanupLoop(BatchSize).RunAsync(
            (kind, token) => _batches.Count == 1 ? throw new ObjectDisposedException("storage") : RemoveAsync(kind, token),
            cancellationToken: Token));

        Assert.Equal(LtiWorkOutcome.Unknown, error.Outcome);
    }

    [Fact]
    public async Task Run_between_batches_gives_its_callers_thread_back()
    {
        var run = new CleanupLoop(BatchSize).RunAsync(RemoveAsync, cancellationToken: Token);

        Assert.False(run.IsCompleted && _batches.Count == 1);
        await run;
    }

    private ValueTask<long> RemoveAsync(CleanupKind kind, CancellationToken cancellationToken)
    {
        var count = Math.Min(_expired[kind], BatchSize);
        _expired[kind] -= count;
        _batches.Add((kind, count));
        return new(count);
    }

    private sealed class Recorded : IProgress<CleanupResult>
    {
        public List<CleanupResult> Results { get; } = [];

        public void Report(CleanupResult value) => Results.Add(value);
    }
}
