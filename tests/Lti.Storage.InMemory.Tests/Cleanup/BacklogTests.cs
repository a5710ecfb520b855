using Lti.Storage.Conformance.Samples;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.InMemory.Tests.Cleanup;

/// <summary>Tests the age of the oldest expired entry.</summary>
public sealed class BacklogTests : IAsyncDisposable
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _clock = new();
    private readonly InMemoryLtiStorage _storage;

    public BacklogTests() => _storage = new(timeProvider: _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Empty_storage_has_no_backlog() => Assert.Equal(TimeSpan.Zero, await _storage.GetBacklogAgeAsync(Token));

    [Fact]
    public async Task Unexpired_entries_are_no_backlog()
    {
        await _storage.StoreNonceAsync(Any.Nonce(), _minute, Token);

        Assert.Equal(TimeSpan.Zero, await _storage.GetBacklogAgeAsync(Token));
    }

    [Fact]
    public async Task Backlog_is_as_old_as_the_oldest_expired_entry_of_any_kind_until_a_cleanup()
    {
        await _storage.AddSessionAsync(Any.Session(), 3 * _minute, Token);
        await _storage.SaveRegistrationSessionAsync(Any.Registration(Guid.NewGuid()), 2 * _minute, Token);
        await _storage.StoreNonceAsync(Any.Nonce(), _minute, Token);
        _clock.Advance(10 * _minute);

        Assert.Equal(9 * _minute, await _storage.GetBacklogAgeAsync(Token));

        await _storage.CleanupAsync(Token);
        Assert.Equal(TimeSpan.Zero, await _storage.GetBacklogAgeAsync(Token));
    }
}
