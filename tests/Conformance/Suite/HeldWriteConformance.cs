using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests writes that wait: for a lock, a transaction or a server (rules E5, E7, K2, K3 and N4).</summary>
/// <remarks>It needs <see cref="StorageEnvironment.HoldWritesAsync"/>.</remarks>
/// <param name="fixture">The provider's fixture.</param>
public abstract class HeldWriteConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private const int BatchSize = 10;

    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override LtiStorageOptions Options { get; } = new() { CleanupBatchSize = BatchSize };

    [Fact, Rule("E5", "N3")]
    public async Task Consume_that_is_cancelled_while_it_waits_does_nothing()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        var answered = await CancelWhileHeldAsync(token => Storage.ConsumeNonceAsync(nonce, token).AsTask());

        Assert.Equal(answered ? NonceOutcome.AlreadyUsed : NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("E5", "L5")]
    public async Task Launch_that_is_cancelled_while_it_waits_does_nothing()
    {
        var (nonce, session) = (Any.Nonce(), Any.Session());
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        var answered = await CancelWhileHeldAsync(token => Storage.CompleteLaunchAsync(nonce, session, null, token).AsTask());

        Assert.Equal(answered, await Storage.FindSessionAsync(session.Id, Token) is not null);
        Assert.Equal(answered ? NonceOutcome.AlreadyUsed : NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("E5")]
    public async Task Claim_that_is_cancelled_while_it_waits_does_nothing()
    {
        var nonce = Any.Nonce();

        var answered = await CancelWhileHeldAsync(token => Storage.ClaimNonceAsync(nonce, null, token).AsTask());

        Assert.Equal(!answered, await Storage.ClaimNonceAsync(nonce, cancellationToken: Token));
    }

    [Fact, Rule("E7", "N4")]
    public async Task Nonce_that_expires_while_its_consumer_waits_is_expired()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, _minute, Token);

        if (await PassWhileHeldAsync(() => Storage.ConsumeNonceAsync(nonce, Token).AsTask()) is { } outcome)
        {
            Assert.Equal(NonceOutcome.Expired, outcome);
        }
    }

    [Fact, Rule("E7", "L5")]
    public async Task Lifetime_of_a_launch_begins_when_its_wait_is_over()
    {
        var (nonce, session) = (Any.Nonce(), Any.Session());
        await Storage.StoreNonceAsync(nonce, 10 * _minute, Token);

        if (await PassWhileHeldAsync(() => Storage.CompleteLaunchAsync(nonce, session, _minute, Token).AsTask()) is { } outcome)
        {
            Assert.Equal(NonceOutcome.Consumed, outcome);
            Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));
        }
    }

    [Fact, Rule("K2", "K3")]
    public async Task Cleanup_that_is_cancelled_while_a_batch_waits_removes_at_most_that_batch()
    {
        const int Nonces = 6 * BatchSize;
        for (var i = 0; i < Nonces; i++)
        {
            await Storage.StoreNonceAsync(Any.Nonce(), _minute, Token);
        }

        await Environment.PassAsync(_minute);
        CleanupResult? first = null;
        await CancelWhileHeldAsync(async token => first = await Storage.CleanupAsync(token), mayAnswer: true);

        Assert.False(first?.Completed ?? false);
        Assert.InRange(first?.Nonces ?? 0, 0, BatchSize);
        var rest = await Storage.CleanupAsync(Token);
        Assert.Equal((Nonces - (first?.Nonces ?? 0), true), (rest.Nonces, rest.Completed));
    }

    /// <summary>Holds a write, cancels its token and lets it go on.</summary>
    /// <returns>Whether the write answered. Otherwise it was cancelled.</returns>
    private async Task<bool> CancelWhileHeldAsync(Func<CancellationToken, Task> write, bool mayAnswer = false)
    {
        using var cancel = new CancellationTokenSource();
        Task writing;
        await using (var held = await HoldAsync())
        {
            // A provider may wait on the caller's thread.
            writing = Task.Run(() => write(cancel.Token), Token);
            await held.WaitAsync(Token);
            await cancel.CancelAsync();
            mayAnswer |= held.AreSent;
        }

        try
        {
            await writing;
            Assert.True(mayAnswer, "The write was done although its token was cancelled while it waited in the provider.");
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Lets a minute pass while a write is held.</summary>
    /// <returns>The answer. Null if the write was sent: the time of its start may count then.</returns>
    private async Task<NonceOutcome?> PassWhileHeldAsync(Func<Task<NonceOutcome>> write)
    {
        Task<NonceOutcome> writing;
        bool areSent;
        await using (var held = await HoldAsync())
        {
            areSent = held.AreSent;
            writing = Task.Run(write, Token);
            await held.WaitAsync(Token);
            if (!areSent)
            {
                await Environment.PassAsync(_minute);
            }
        }

        var outcome = await writing;
        return areSent ? null : outcome;
    }

    private async ValueTask<HeldWrites> HoldAsync()
    {
        var held = await Environment.HoldWritesAsync();
        Assert.SkipWhen(held is null, $"The environment does not implement {nameof(StorageEnvironment.HoldWritesAsync)}.");
        return held!;
    }
}
