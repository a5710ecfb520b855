using Lti.Storage.InMemory;
using Lti.Storage.Testing;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Tests.Cleanup;

/// <summary>Tests one run without a host.</summary>
public sealed class StorageCleanupTests : IAsyncDisposable
{
    private readonly PausingClock _clock = new();
    private readonly FaultyStorage _storage;

    public StorageCleanupTests() => _storage = new(new InMemoryLtiStorage(timeProvider: _clock));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_run_removes_expired_entries_and_returns_their_counts()
    {
        await _storage.StoreNonceAsync("expired", TimeSpan.FromSeconds(1), Token);
        await _storage.StoreNonceAsync("lives", TimeSpan.FromHours(1), Token);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var result = await new StorageCleanup(_storage).RunAsync(Token);

        Assert.Equal(new CleanupResult { Nonces = 1, Sessions = 0, RegistrationSessions = 0, Completed = true }, result);
    }

    [Fact]
    public async Task A_run_that_times_out_before_its_first_batch_removes_nothing()
    {
        var cleanup = new StorageCleanup(_storage, new CleanupOptions { RunLimit = PausingClock.RunLimit }, _clock);
        var held = _storage.Hold(nameof(ILtiStorage.CleanupAsync), FaultMoment.Before);

        var run = cleanup.RunAsync(Token);
        await held.Reached;
        _clock.Advance(PausingClock.RunLimit);

        Assert.Equal(new CleanupResult { Nonces = 0, Sessions = 0, RegistrationSessions = 0, Completed = false }, await run);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_its_first_batch_throws()
    {
        var cleanup = new StorageCleanup(_storage);
        using var source = new CancellationTokenSource();
        var held = _storage.Hold(nameof(ILtiStorage.CleanupAsync), FaultMoment.Before);

        var run = cleanup.RunAsync(source.Token);
        await held.Reached;
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task A_failure_reaches_the_caller()
    {
        _storage.BeginOutage(new LtiStorageUnavailableException("Out.", LtiWorkOutcome.NotApplied));

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => new StorageCleanup(_storage).RunAsync(Token));
    }

    [Fact]
    public void An_option_out_of_its_range_is_rejected_before_a_run()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new StorageCleanup(_storage, new CleanupOptions { RunLimit = TimeSpan.Zero }));

        Assert.Contains("RunLimit must be between 00:00:01 and 1.00:00:00", error.Message, StringComparison.Ordinal);
    }
}
