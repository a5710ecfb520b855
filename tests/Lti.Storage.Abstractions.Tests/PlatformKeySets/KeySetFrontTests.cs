using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Abstractions.Tests.PlatformKeySets;

/// <summary>Tests when a node looks at the storage or fetches a set, and how callers share it.</summary>
public sealed class KeySetFrontTests : IDisposable
{
    private const string Url = "https://lms.example.edu/jwks";

    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(30);

    private readonly KeySetStorage _storage = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Storage.PlatformKeySets _sets;
    private string _keyId = "first";
    private Exception? _failure;
    private int _fetches;

    public KeySetFrontTests() => _sets = new(_storage, timeProvider: _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _sets.Dispose();

    [Fact]
    public async Task Hit_looks_at_nothing_and_allocates_nothing()
    {
        Func<string, CancellationToken, Task<PlatformKeySetAnswer>> fetch = FetchAsync;
        await GetAsync("first");
        var (looks, token) = (_storage.Looks, Token);
        Assert.Equal(0, Allocation.OfThousandCalls(() => IsComplete(_sets.GetAsync(Url, "first", fetch, token))));
        Assert.Equal(0, Allocation.OfThousandCalls(() => IsComplete(_sets.GetAsync(Url, "unknown", fetch, token))));
        _time.Advance(_pause);
        Assert.Equal(0, Allocation.OfThousandCalls(() => IsComplete(_sets.GetAsync(Url, "first", fetch, token))));
        Assert.Equal((looks, 1), (_storage.Looks, _fetches));
    }

    [Fact]
    public async Task Copy_is_looked_up_again_after_its_time_and_for_an_unknown_key()
    {
        await GetAsync("first");
        var looks = _storage.Looks;
        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        await GetAsync("first");
        Assert.Equal(looks, _storage.Looks);

        _time.Advance(TimeSpan.FromTicks(1));
        await GetAsync("first");
        await GetAsync(keyId: null);
        Assert.Equal((looks + 1, 1), (_storage.Looks, _fetches));

        // Another node has fetched a newer set.
        _storage.Stored = _storage.Stored! with { SetId = Guid.NewGuid(), Utf8 = Set("second") };
        Assert.True((await GetAsync("second")).Contains("second"));
        Assert.Equal((looks + 2, 1), (_storage.Looks, _fetches));
    }

    [Fact]
    public async Task Unknown_key_costs_one_fetch_and_then_no_look_until_the_next_may_begin()
    {
        await GetAsync("first");
        _time.Advance(_pause);
        var looks = _storage.Looks;
        _keyId = "second";
        Assert.Equal(["second"], (await GetAsync("second")).KeyIds);
        Assert.Equal((looks + 1, 2), (_storage.Looks, _fetches));

        for (var i = 0; i < 10; i++)
        {
            Assert.False((await GetAsync($"junk{i}")).Contains($"junk{i}"));
        }

        Assert.Equal((looks + 1, 2), (_storage.Looks, _fetches));
        _time.Advance(_pause);
        await GetAsync("junk");
        Assert.Equal((looks + 2, 3), (_storage.Looks, _fetches));
    }

    [Fact]
    public async Task Postponed_fetch_serves_the_last_good_set_and_spares_the_storage()
    {
        _storage.Stored = New("first");
        (_storage.IsStale, _storage.Outcome, _storage.RetryIn) = (true, PlatformKeySetOutcome.Postponed, _pause);

        Assert.True((await GetAsync("first")).IsStale);
        await GetAsync("other");
        Assert.Equal((1, 0), (_storage.Looks, _fetches));
        _time.Advance(_pause);
        await GetAsync("first");
        Assert.Equal(2, _storage.Looks);
    }

    [Fact]
    public async Task Copies_serve_7_days_while_the_storage_is_down()
    {
        await GetAsync("first");
        _storage.Failure = new LtiStorageUnavailableException("down", LtiWorkOutcome.NotApplied);
        _time.Advance(_day - TimeSpan.FromTicks(1));
        Assert.False((await GetAsync("first")).IsStale);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True((await GetAsync("first")).IsStale);
        var looks = _storage.Looks;
        Assert.False((await GetAsync("unknown")).Contains("unknown"));
        Assert.Equal(looks, _storage.Looks);

        _time.Advance((6 * _day) - TimeSpan.FromTicks(1));
        Assert.True((await GetAsync("first")).IsStale);
        _time.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => GetAsync("first"));
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task Node_without_a_copy_fails_while_the_storage_is_down_and_fetches_nothing()
    {
        _storage.Failure = new LtiStorageUnavailableException("down", LtiWorkOutcome.NotApplied);

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => GetAsync("first"));

        Assert.Equal(0, _fetches);
    }

    [Fact]
    public async Task Set_serves_from_memory_although_the_storage_fails_after_the_answer()
    {
        var set = await _sets.GetAsync(
            Url,
            "first",
            (_, _) =>
            {
                _storage.Failure = new LtiStorageUnavailableException("down", LtiWorkOutcome.Unknown);
                return FetchAsync(Url, Token);
            },
            Token);

        Assert.Equal(["first"], set.KeyIds);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["first"], (await GetAsync("first")).KeyIds);
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task Failed_fetch_reaches_all_callers_that_wait_and_postpones_the_next()
    {
        var failure = new TaskCompletionSource<PlatformKeySetAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = Enumerable.Range(0, 8).Select(i => _sets.GetAsync(
            Url,
            $"key{i}",
            (_, _) =>
            {
                Interlocked.Increment(ref _fetches);
                return failure.Task;
            },
            Token).AsTask()).ToArray();
        var error = new InvalidOperationException("500");
        failure.SetException(error);

        foreach (var caller in waiting)
        {
            Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => caller));
        }

        Assert.Equal(1, _fetches);
        Assert.Equal([_pause], _storage.Releases);
    }

    [Fact]
    public async Task Fetch_that_outlasts_its_lease_ends_even_if_it_ignores_its_token()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationToken given = default;
        var waiting = _sets.GetAsync(
            Url,
            "first",
            (_, cancellationToken) =>
            {
                given = cancellationToken;
                asked.SetResult();
                return new TaskCompletionSource<PlatformKeySetAnswer>().Task;
            },
            Token).AsTask();
        await asked.Task;

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("LeaseFor", (await Assert.ThrowsAsync<LtiPlatformKeySetException>(() => waiting)).Message, StringComparison.Ordinal);
        Assert.True(given.IsCancellationRequested);
        Assert.Equal([_pause], _storage.Releases);
    }

    [Fact]
    public async Task Caller_that_cancels_leaves_the_fetch_to_the_others()
    {
        using var impatient = new CancellationTokenSource();
        var answer = new TaskCompletionSource<PlatformKeySetAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _sets.GetAsync(Url, "first", (_, _) => answer.Task, impatient.Token).AsTask();
        var second = GetAsync("first");
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        answer.SetResult(new PlatformKeySetAnswer(Set("first")));

        Assert.Equal(["first"], (await second).KeyIds);
        Assert.Equal(0, _fetches);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Node_that_waits_for_another_gives_up_at_last(bool hasLast)
    {
        _storage.Stored = hasLast ? New("first") : null;
        (_storage.IsStale, _storage.Outcome) = (true, PlatformKeySetOutcome.LeasedByAnother);
        var waiting = GetAsync("first");
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        if (hasLast)
        {
            Assert.True((await waiting).IsStale);
        }
        else
        {
            var error = await Assert.ThrowsAsync<LtiPlatformKeySetException>(() => waiting);
            Assert.Contains("120 seconds", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, _fetches);
    }

    [Fact]
    public async Task Stored_bytes_that_are_no_key_set_are_fetched_again()
    {
        _storage.Stored = New("first") with { Utf8 = "{}"u8.ToArray() };

        Assert.Equal(["first"], (await GetAsync("first")).KeyIds);

        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task Null_answer_is_an_error()
        => await Assert.ThrowsAsync<InvalidOperationException>(
            () => _sets.GetAsync(Url, "first", static (_, _) => Task.FromResult<PlatformKeySetAnswer>(null!), Token).AsTask());

    [Theory]
    [InlineData("")]
    [InlineData("\0\ud800")]
    public async Task Any_text_may_be_the_id_of_a_key(string keyId)
        => Assert.False((await GetAsync(keyId)).Contains(keyId));

    [Fact]
    public async Task Node_keeps_no_more_sets_than_its_limit()
    {
        using var none = new Storage.PlatformKeySets(_storage, new PlatformKeySetOptions { MaxInMemory = 0 }, _time);
        await none.GetAsync(Url, "first", FetchAsync, Token);
        await none.GetAsync(Url, "first", FetchAsync, Token);
        Assert.Equal(2, _storage.Looks);

        using var two = new Storage.PlatformKeySets(_storage, new PlatformKeySetOptions { MaxInMemory = 2 }, _time);
        for (var i = 0; i < 3; i++)
        {
            await two.GetAsync($"{Url}{i}", "first", FetchAsync, Token);
        }

        await two.GetAsync($"{Url}0", "first", FetchAsync, Token);
        Assert.Equal(6, _storage.Looks);
        await two.GetAsync($"{Url}2", "first", FetchAsync, Token);
        Assert.Equal(6, _storage.Looks);
    }

    [Fact]
    public async Task Fetches_and_stale_serves_are_counted_without_addresses()
    {
        List<string> seen = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == PlatformKeySetMetrics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (seen)
            {
                seen.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}".TrimEnd());
            }
        });
        listener.Start();
        await GetAsync("first");
        _time.Advance(_pause);
        await GetAsync("second");
        _time.Advance(_day);
        (_storage.IsStale, _failure) = (true, new InvalidOperationException("500"));
        await GetAsync("first");
        await GetAsync("first");
        _time.Advance(_pause);
        (_failure, _keyId) = (null, "\",\"d\":\"canary");
        await GetAsync("first");

        lock (seen)
        {
            // Other tests record measurements at the same time.
            Assert.Contains("lti_storage.platform_key_set.fetches 1 outcome=obtained reason=missing", seen, StringComparer.Ordinal);
            Assert.Contains("lti_storage.platform_key_set.fetches 1 outcome=obtained reason=unknown_key", seen, StringComparer.Ordinal);
            Assert.Contains("lti_storage.platform_key_set.fetches 1 outcome=failed reason=expired", seen, StringComparer.Ordinal);
            Assert.Contains("lti_storage.platform_key_set.fetches 1 outcome=refused reason=expired", seen, StringComparer.Ordinal);
            Assert.InRange(seen.Count(static line => line == "lti_storage.platform_key_set.stale_serves 1"), 3, int.MaxValue);
            Assert.DoesNotContain(seen, static line => line.Contains("lms", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
        => Assert.Throws<OptionsValidationException>(() => new Storage.PlatformKeySets(
            _storage, new PlatformKeySetOptions { PollEvery = TimeSpan.FromSeconds(2), LeaseFor = TimeSpan.FromSeconds(1) }));

    private static byte[] Set(string keyId)
        => Encoding.UTF8.GetBytes($$"""{"keys":[{"kty":"RSA","kid":"{{keyId}}","n":"AQAB","e":"AQAB"}]}""");

    private static NewPlatformKeySet New(string keyId) => new()
    {
        SetId = Guid.NewGuid(),
        Utf8 = Set(keyId),
        FreshFor = _day,
        UsableFor = 7 * _day,
        RetryAfter = _pause,
    };

    private static bool IsComplete<T>(ValueTask<T> find) => find.IsCompletedSuccessfully;

    private Task<PlatformKeySet> GetAsync(string? keyId) => _sets.GetAsync(Url, keyId, FetchAsync, Token).AsTask();

    private Task<PlatformKeySetAnswer> FetchAsync(string jwksUrl, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        return _failure is null ? Task.FromResult(new PlatformKeySetAnswer(Set(_keyId))) : throw _failure;
    }
}
