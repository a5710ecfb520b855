using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Abstractions.Tests.AccessTokens;

/// <summary>Tests when a node looks at the storage or asks the platform, and how callers share it.</summary>
public sealed class FrontTests : IDisposable
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    private readonly TokenStorage _storage = new();
    private readonly InvalidationHub _hub = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Storage.AccessTokens _tokens;
    private int _requests;

    public FrontTests() => _tokens = Front();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public async Task Hit_looks_at_nothing_and_allocates_nothing()
    {
        Func<AccessTokenRequest, CancellationToken, Task<AccessTokenAnswer>> answer = AnswerAsync;
        await _tokens.GetAsync(TokenStorage.Request, answer, Token);
        var (looks, token) = (_storage.Looks, Token);
        Assert.Equal(0, Allocation.OfThousandCalls(() => IsComplete(_tokens.GetAsync(TokenStorage.Request, answer, token))));
        Assert.Equal((looks, 1), (_storage.Looks, _requests));
    }

    [Fact]
    public async Task Copy_is_looked_up_again_after_a_report_of_its_client_and_after_its_time()
    {
        await GetAsync();
        var looks = _storage.Looks;
        _hub.ClientChanged(new ClientKey(Guid.NewGuid()));
        await GetAsync();
        Assert.Equal(looks, _storage.Looks);

        _hub.ClientChanged(_storage.Client);
        await GetAsync();
        await GetAsync();
        Assert.Equal(looks + 1, _storage.Looks);

        _hub.EverythingChanged();
        await GetAsync();
        Assert.Equal(looks + 2, _storage.Looks);

        _time.Advance(TimeSpan.FromMinutes(1));
        await GetAsync();
        Assert.Equal((looks + 3, 1), (_storage.Looks, _requests));
    }

    [Fact]
    public async Task Read_that_a_report_overtakes_is_not_kept()
    {
        await GetAsync();
        _hub.EverythingChanged();
        _storage.Looking = () => _hub.ClientChanged(_storage.Client);
        await GetAsync();
        _storage.Looking = null;
        var looks = _storage.Looks;

        await GetAsync();

        Assert.Equal(looks + 1, _storage.Looks);
    }

    [Fact]
    public async Task Copies_serve_until_their_leeway_while_the_storage_is_down()
    {
        var token = await GetAsync();
        _storage.Failure = new LtiStorageUnavailableException("down", LtiWorkOutcome.NotApplied);
        _time.Advance(TimeSpan.FromMinutes(58));
        Assert.Same(token, await GetAsync());
        var looks = _storage.Looks;
        Assert.Same(token, await GetAsync());
        Assert.Equal(looks, _storage.Looks);

        _time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(GetAsync);
    }

    [Fact]
    public async Task Copy_of_a_changed_client_does_not_serve_while_the_storage_is_down()
    {
        await GetAsync();
        _storage.Failure = new LtiStorageUnavailableException("down", LtiWorkOutcome.NotApplied);
        _hub.ClientChanged(_storage.Client);

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(GetAsync);
    }

    [Fact]
    public async Task Failed_request_reaches_all_callers_that_wait_and_its_wait_is_bounded()
    {
        var failure = new TaskCompletionSource<AccessTokenAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        var waiting = Enumerable.Range(0, 8).Select(_ => _tokens.GetAsync(
            TokenStorage.Request,
            (_, _) =>
            {
                Interlocked.Increment(ref asked);
                return failure.Task;
            },
            Token).AsTask()).ToArray();
        var error = new LtiAccessTokenException("429", TimeSpan.FromDays(400));
        failure.SetException(error);

        foreach (var caller in waiting)
        {
            Assert.Same(error, await Assert.ThrowsAsync<LtiAccessTokenException>(() => caller));
        }

        Assert.Equal(1, asked);
        Assert.Equal([_hour], _storage.Releases);
        Assert.Null(_storage.Stored);
    }

    [Fact]
    public async Task Request_that_outlasts_its_lease_ends_even_if_it_ignores_its_token()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource<AccessTokenAnswer>();
        CancellationToken given = default;
        var waiting = _tokens.GetAsync(
            TokenStorage.Request,
            (_, cancellationToken) =>
            {
                given = cancellationToken;
                asked.SetResult();
                return never.Task;
            },
            Token).AsTask();
        await asked.Task;

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("LeaseFor", (await Assert.ThrowsAsync<LtiAccessTokenException>(() => waiting)).Message, StringComparison.Ordinal);
        Assert.True(given.IsCancellationRequested);
        Assert.Equal([TimeSpan.Zero], _storage.Releases);
    }

    [Fact]
    public async Task Caller_that_cancels_leaves_the_request_to_the_others()
    {
        using var impatient = new CancellationTokenSource();
        var answer = new TaskCompletionSource<AccessTokenAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _tokens.GetAsync(TokenStorage.Request, (_, _) => answer.Task, impatient.Token).AsTask();
        var second = GetAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        answer.SetResult(new AccessTokenAnswer("token", _hour));

        Assert.Equal("token", (await second).Value);
        Assert.Equal(0, _requests);
    }

    [Fact]
    public async Task Waiting_node_looks_again_after_a_report_and_after_its_polling_time_and_gives_up_at_last()
    {
        _storage.Outcome = AccessTokenOutcome.LeasedByAnother;
        var looked = new SemaphoreSlim(0);
        _storage.Looking = () => looked.Release();
        var waiting = GetAsync();
        await looked.WaitAsync(Token);
        _hub.ClientChanged(_storage.Client);
        await looked.WaitAsync(Token);
        while (!waiting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        var error = await Assert.ThrowsAsync<LtiAccessTokenException>(() => waiting);
        Assert.Contains("120 seconds", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _requests);
    }

    [Fact]
    public async Task Token_is_returned_although_the_storage_fails_after_the_answer()
    {
        var token = await _tokens.GetAsync(
            TokenStorage.Request,
            (_, _) =>
            {
                _storage.Failure = new LtiStorageUnavailableException("down", LtiWorkOutcome.Unknown);
                return Task.FromResult(new AccessTokenAnswer("token", _hour));
            },
            Token);

        Assert.Equal("token", token.Value);
    }

    [Fact]
    public async Task Secret_that_can_not_be_unprotected_is_a_typed_error_that_names_the_request()
    {
        _storage.Stored = new() { TokenId = Guid.NewGuid(), Token = new("canary"u8.ToArray(), IsProtected: true), Lifetime = _hour };

        var error = await Assert.ThrowsAsync<LtiSecretException>(GetAsync);

        Assert.Equal((LtiEntity.AccessToken, TokenStorage.Request.Id), (error.Entity, error.Key));
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_is_protected_for_its_table_and_request()
    {
        var protector = new RecordingProtector();
        using var tokens = new Storage.AccessTokens(_storage, protector: protector, timeProvider: _time);

        var token = await tokens.GetAsync(TokenStorage.Request, AnswerAsync, Token);

        Assert.Equal(new SecretPurpose("access_tokens", TokenStorage.Request.Id), protector.Purpose);
        Assert.True(_storage.Stored!.Token.IsProtected);
        Assert.DoesNotContain("token-", System.Text.Encoding.UTF8.GetString(_storage.Stored.Token.Bytes.Span), StringComparison.Ordinal);
        using var other = new Storage.AccessTokens(_storage, protector: protector, timeProvider: _time);
        Assert.Equal(token.Value, (await other.GetAsync(TokenStorage.Request, AnswerAsync, Token)).Value);
    }

    [Fact]
    public async Task Node_keeps_no_more_tokens_than_its_limit()
    {
        using var tokens = new Storage.AccessTokens(_storage, new AccessTokenOptions { MaxInMemory = 0 }, timeProvider: _time);
        await tokens.GetAsync(TokenStorage.Request, AnswerAsync, Token);
        await tokens.GetAsync(TokenStorage.Request, AnswerAsync, Token);

        Assert.Equal((2, 1), (_storage.Looks, _requests));
    }

    [Fact]
    public async Task Requests_waits_and_failures_are_counted_without_secrets()
    {
        List<string> seen = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == AccessTokenMetrics.MeterName)
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
        await GetAsync();
        _hub.EverythingChanged();
        _storage.Stored = null;
        _storage.Outcome = AccessTokenOutcome.Postponed;
        await Assert.ThrowsAsync<LtiAccessTokenException>(GetAsync);

        lock (seen)
        {
            Assert.Contains("lti_storage.access_token.requests 1 outcome=obtained reason=missing", seen, StringComparer.Ordinal);
            Assert.Contains("lti_storage.access_token.failures 1 reason=postponed", seen, StringComparer.Ordinal);
            Assert.DoesNotContain(seen, static line => line.Contains("token-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
        => Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => new Storage.AccessTokens(
            _storage, new AccessTokenOptions { PollEvery = TimeSpan.FromSeconds(2), LeaseFor = TimeSpan.FromSeconds(1) }));

    private static bool IsComplete<T>(ValueTask<T> call) => call.IsCompletedSuccessfully;

    private Storage.AccessTokens Front() => new(_storage, invalidation: _hub, timeProvider: _time);

    private Task<AccessToken> GetAsync() => _tokens.GetAsync(TokenStorage.Request, AnswerAsync, Token).AsTask();

    private Task<AccessTokenAnswer> AnswerAsync(AccessTokenRequest request, CancellationToken cancellationToken)
        => Task.FromResult(new AccessTokenAnswer($"token-{Interlocked.Increment(ref _requests)}", _hour));

    private sealed class RecordingProtector : ISecretProtector
    {
        public SecretPurpose Purpose { get; private set; }

        public byte[] Protect(ReadOnlySpan<byte> secret, SecretPurpose purpose)
        {
            Purpose = purpose;
            var reversed = secret.ToArray();
            reversed.AsSpan().Reverse();
            return reversed;
        }

        public byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretPurpose purpose)
            => purpose == Purpose ? Protect(protectedSecret, purpose) : throw new CryptographicException("Another row.");
    }
}
