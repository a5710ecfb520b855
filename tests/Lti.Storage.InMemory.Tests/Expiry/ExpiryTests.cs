using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory.Tests.Cleanup;

namespace Lti.Storage.InMemory.Tests.Expiry;

public sealed class ExpiryTests : IAsyncDisposable
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly WatchedClock _clock = new();
    private readonly InMemoryLtiStorage _storage;

    public ExpiryTests() => _storage = new InMemoryLtiStorage(timeProvider: _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task The_id_of_an_expired_session_is_free_before_a_cleanup()
    {
        var (first, nonce) = (Any.Session(userId: "first"), Any.Nonce());
        await _storage.AddSessionAsync(first, _minute, Token);
        _clock.Move(_minute);
        await _storage.StoreNonceAsync(nonce, _minute, Token);

        var second = LtiSession.FromDocument(first.Id, Any.Session(userId: "second").Utf8Document.Span);
        Assert.Equal(NonceOutcome.Consumed, await _storage.CompleteLaunchAsync(nonce, second, _minute, Token));

        Assert.Equal(second, await _storage.FindSessionAsync(first.Id, Token));
        Assert.Equal(0, await _storage.DeleteSessionsAsync(Of("first"), Token));
        Assert.Equal(1, await _storage.DeleteSessionsAsync(Of("second"), Token));
        Assert.Equal(0, (await _storage.CleanupAsync(Token)).Sessions);
    }

    [Fact]
    public async Task Used_deleted_and_cleaned_up_entries_stay_so_when_the_clock_goes_back()
    {
        var (used, swept) = (Any.Nonce(), Any.Nonce());
        var (deleted, expired) = (Any.Session(), Any.Session());
        await _storage.StoreNonceAsync(used, 120 * _minute, Token);
        await _storage.ConsumeNonceAsync(used, Token);
        await _storage.StoreNonceAsync(swept, _minute, Token);
        await _storage.AddSessionAsync(deleted, 120 * _minute, Token);
        await _storage.DeleteSessionAsync(deleted.Id, Token);
        await _storage.AddSessionAsync(expired, _minute, Token);
        _clock.Move(60 * _minute);
        await _storage.CleanupAsync(Token);

        _clock.Move(-60 * _minute);

        Assert.Equal(NonceOutcome.AlreadyUsed, await _storage.ConsumeNonceAsync(used, Token));
        Assert.Equal(NonceOutcome.Unknown, await _storage.ConsumeNonceAsync(swept, Token));
        Assert.Null(await _storage.FindSessionAsync(deleted.Id, Token));
        Assert.Null(await _storage.FindSessionAsync(expired.Id, Token));
    }

    [Fact]
    public async Task Entries_that_were_stored_before_the_clock_went_back_expire_at_their_own_time()
    {
        var (early, late) = (Any.Nonce(), Any.Nonce());
        await _storage.StoreNonceAsync(late, _minute, Token);
        _clock.Move(-10 * _minute);
        await _storage.StoreNonceAsync(early, _minute, Token);

        _clock.Move(_minute);
        Assert.Equal(1, (await _storage.CleanupAsync(Token)).Nonces);
        Assert.Equal(NonceOutcome.Unknown, await _storage.ConsumeNonceAsync(early, Token));
        Assert.Equal(NonceOutcome.Consumed, await _storage.ConsumeNonceAsync(late, Token));

        _clock.Move(10 * _minute);
        Assert.Equal(1, (await _storage.CleanupAsync(Token)).Nonces);
    }

    [Fact]
    public async Task A_registration_session_saved_again_with_a_shorter_lifetime_is_cleaned_up_after_it()
    {
        var id = Guid.NewGuid();
        await _storage.SaveRegistrationSessionAsync(Any.Registration(id), 60 * _minute, Token);
        await _storage.SaveRegistrationSessionAsync(Any.Registration(id), _minute, Token);
        _clock.Move(_minute);

        Assert.Equal(1, (await _storage.CleanupAsync(Token)).RegistrationSessions);
        _clock.Move(60 * _minute);
        Assert.Equal(0, (await _storage.CleanupAsync(Token)).RegistrationSessions);
    }

    private static SessionFilter Of(string user) => new() { Issuer = "https://lms.example.edu", UserId = user };
}
