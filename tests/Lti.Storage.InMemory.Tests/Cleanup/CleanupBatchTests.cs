using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.InMemory.Tests.Cleanup;

/// <summary>Tests single batches of a cleanup (rules K2 and K3). Each batch reads the clock once.</summary>
public sealed class CleanupBatchTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly WatchedClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 500)]
    [InlineData(7, 100)]
    [InlineData(7, 150)]
    [InlineData(1000, 1)]
    public async Task Cancelled_cleanup_returns_its_counts_and_a_later_run_completes(int batchSize, int cancelledBatch)
    {
        await using var storage = await FilledAsync(batchSize, nonces: 1000, sessions: 100);
        using var cancel = new CancellationTokenSource();
        _clock.Move(_minute);
        _clock.OnRead = read =>
        {
            if (read == cancelledBatch)
            {
                cancel.Cancel();
            }
        };

        var first = await storage.CleanupAsync(cancel.Token);
        var batches = _clock.Reads;
        _clock.OnRead = null;
        var rest = await storage.CleanupAsync(Token);

        Assert.False(first.Completed);
        Assert.Equal(cancelledBatch, batches);
        Assert.InRange(first.Nonces + first.Sessions, 0, (long)batchSize * cancelledBatch);
        Assert.Equal(new CleanupResult { Nonces = 1000 - first.Nonces, Sessions = 100 - first.Sessions, RegistrationSessions = 0, Completed = true }, rest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Batch_is_never_larger_than_the_option(int batchSize)
    {
        await using var storage = await FilledAsync(batchSize, nonces: 2000, sessions: 0);
        _clock.Move(_minute);

        var result = await storage.CleanupAsync(Token);

        Assert.Equal(new CleanupResult { Nonces = 2000, Sessions = 0, RegistrationSessions = 0, Completed = true }, result);
        Assert.InRange(_clock.Reads, 2000 / batchSize, int.MaxValue);
    }

    [Fact]
    public async Task Entries_that_expire_during_a_cleanup_are_removed_by_it_or_by_the_next_one()
    {
        await using var storage = await FilledAsync(batchSize: 10, nonces: 500, sessions: 500);
        _clock.Move(TimeSpan.Zero);
        _clock.OnRead = read =>
        {
            // The first batch finds no expired nonce. The second one, of sessions, finds them expired.
            if (read == 2)
            {
                _clock.OnRead = null;
                _clock.Move(_minute);
            }
        };

        var first = await storage.CleanupAsync(Token);
        var rest = await storage.CleanupAsync(Token);

        Assert.Equal((0, 500), (first.Nonces, first.Sessions));
        Assert.Equal((500, 0), (rest.Nonces, rest.Sessions));
    }

    private async Task<InMemoryLtiStorage> FilledAsync(int batchSize, int nonces, int sessions)
    {
        var storage = new InMemoryLtiStorage(new LtiStorageOptions { CleanupBatchSize = batchSize }, _clock);
        for (var i = 0; i < nonces; i++)
        {
            await storage.StoreNonceAsync(Any.Nonce(), _minute, Token);
        }

        for (var i = 0; i < sessions; i++)
        {
            await storage.AddSessionAsync(Any.Session(), _minute, Token);
        }

        return storage;
    }
}
