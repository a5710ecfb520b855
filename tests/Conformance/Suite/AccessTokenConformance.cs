using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests the storage of access tokens and the front of it (rules A1 to A7).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class AccessTokenConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _leeway = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override LtiStorageOptions Options { get; } = new() { AllowUnprotectedSecrets = true };

    private IAccessTokenStorage Tokens => Find(Storage);

    [Fact, Rule("A1", "E4", "E7")]
    public async Task Stored_token_is_found_unchanged_until_its_leeway_begins()
    {
        await Environment.FreezeAsync();
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var token = TokenSamples.New(_hour, isProtected: true);
        await StoreAsync(request, token);

        var found = await LeaseAsync(request);
        Assert.Equal(AccessTokenOutcome.Found, found.Outcome);
        Assert.Equal(new StoredAccessToken { TokenId = token.TokenId, Token = token.Token, ExpiresIn = _hour }, found.Token);
        Assert.Equal((await Storage.FindClientAsync(request.Issuer, request.ClientId, Token))!.Id, found.Client);

        await Environment.PassAsync(_hour - _leeway - Environment.ClockStep);
        Assert.Equal(_leeway + Environment.ClockStep, (await LeaseAsync(request)).Token?.ExpiresIn);
        await Environment.PassAsync(Environment.ClockStep);
        var late = await LeaseAsync(request);
        Assert.Equal((AccessTokenOutcome.Leased, true, null), (late.Outcome, late.IsRefresh, late.Token));
    }

    [Fact, Rule("A1", "E1")]
    public async Task Tokens_of_other_issuers_clients_urls_and_scopes_are_apart()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var twin = await Storage.AddClientAsync(Any.Client(issuer: client.Issuer), Token);
        var request = TokenSamples.Of(client, "a", "b");
        await StoreAsync(request, TokenSamples.New(_hour));

        Assert.Equal(AccessTokenOutcome.Found, (await LeaseAsync(TokenSamples.Of(client, "b", "a", "b"))).Outcome);
        foreach (var other in new[]
        {
            TokenSamples.Of(twin, "a", "b"),
            TokenSamples.Of(client, "a"),
            TokenSamples.Of(client, "A", "b"),
            new AccessTokenRequest(client.Issuer, client.ClientId, client.Endpoints.TokenUrl + "/", ["a", "b"]),
        })
        {
            Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(other)).Outcome);
        }
    }

    [Fact, Rule("A2")]
    public async Task Lease_ends_at_its_exact_end_and_its_holder_can_store_nothing_after_it_was_taken()
    {
        await Environment.FreezeAsync();
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request, first)).Outcome);
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request, first)).Outcome);
        var waiting = await LeaseAsync(request, second);
        Assert.Equal((AccessTokenOutcome.LeasedByAnother, _lease), (waiting.Outcome, waiting.RetryIn));

        await Environment.PassAsync(_lease - Environment.ClockStep);
        Assert.Equal(Environment.ClockStep, (await LeaseAsync(request, second)).RetryIn);
        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request, second)).Outcome);

        Assert.False(await Tokens.StoreAccessTokenAsync(request, first, TokenSamples.New(_hour), Token));
        Assert.False(await Tokens.ReleaseAccessTokenAsync(request, first, _minute, Token));
        Assert.Equal(AccessTokenOutcome.LeasedByAnother, (await LeaseAsync(request, first)).Outcome);
        Assert.True(await Tokens.StoreAccessTokenAsync(request, second, TokenSamples.New(_hour), Token));
        Assert.Equal(AccessTokenOutcome.Found, (await LeaseAsync(request, first)).Outcome);
    }

    [Fact, Rule("A2")]
    public async Task One_of_64_concurrent_callers_gets_each_lease()
    {
        var nodes = (await NodesAsync()).Select(Find).ToArray();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var request = await TokenSamples.AddClientAsync(Storage, Token);
            if (round % 2 == 1)
            {
                // The row of an earlier lease is there.
                var old = Guid.NewGuid();
                await LeaseAsync(request, old);
                await Tokens.ReleaseAccessTokenAsync(request, old, TimeSpan.Zero, Token);
            }

            var found = await Race.RunAllAsync(
                async caller => await nodes[caller % 2].LeaseAccessTokenAsync(request, Guid.NewGuid(), _leeway, _lease, Token));
            Assert.Single(found, static lookup => lookup.Outcome == AccessTokenOutcome.Leased);
            Assert.Equal(Race.Callers - 1, found.Count(static lookup => lookup.Outcome == AccessTokenOutcome.LeasedByAnother));
        }
    }

    [Fact, Rule("A2")]
    public async Task Sixty_four_callers_on_two_nodes_make_one_request_and_get_its_token()
    {
        var fronts = (await NodesAsync()).Select(storage => Front(storage, TimeProvider.System)).ToArray();
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var platform = new CountingPlatform();

        var tokens = await Race.RunAllAsync(async caller => await fronts[caller % 2].GetAsync(request, platform.AnswerAsync, Token));

        Assert.Equal(1, platform.Requests);
        Assert.Single(tokens.Select(static token => token.Value).Distinct(StringComparer.Ordinal));
        Assert.Single(tokens.Select(static token => token.Id).Distinct());
        Dispose(fronts);
    }

    [Fact, Rule("A2")]
    public async Task Next_node_takes_over_when_the_lease_of_a_dead_one_has_ended()
    {
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        Assert.Equal(AccessTokenOutcome.Leased, (await Tokens.LeaseAccessTokenAsync(request, Guid.NewGuid(), _leeway, _lease, Token)).Outcome);
        using var front = Front((await NodesAsync())[1], TimeProvider.System);
        var platform = new CountingPlatform();
        var waiting = front.GetAsync(request, platform.AnswerAsync, Token).AsTask();
        Assert.Equal(0, platform.Requests);

        await Environment.PassAsync(_lease);

        Assert.StartsWith(ConformanceFixture.Canary, (await waiting).Value, StringComparison.Ordinal);
        Assert.Equal(1, platform.Requests);
    }

    [Fact, Rule("A3")]
    public async Task Released_lease_is_free_at_once_or_at_the_exact_end_of_the_wait()
    {
        await Environment.FreezeAsync();
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var lease = Guid.NewGuid();
        await LeaseAsync(request, lease);
        Assert.True(await Tokens.ReleaseAccessTokenAsync(request, lease, TimeSpan.Zero, Token));
        Assert.False(await Tokens.ReleaseAccessTokenAsync(request, lease, TimeSpan.Zero, Token));
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request, lease)).Outcome);
        Assert.True(await Tokens.ReleaseAccessTokenAsync(request, lease, _minute, Token));

        var node = Find((await NodesAsync())[1]);
        var postponed = await node.LeaseAccessTokenAsync(request, Guid.NewGuid(), _leeway, _lease, Token);
        Assert.Equal((AccessTokenOutcome.Postponed, _minute), (postponed.Outcome, postponed.RetryIn));
        await Environment.PassAsync(_minute - Environment.ClockStep);
        Assert.Equal(Environment.ClockStep, (await LeaseAsync(request)).RetryIn);
        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request)).Outcome);
    }

    [Fact, Rule("A3")]
    public async Task Failed_request_is_not_stored_and_its_wait_holds_on_all_nodes()
    {
        var fronts = (await NodesAsync()).Select(storage => Front(storage, TimeProvider.System)).ToArray();
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var platform = new CountingPlatform { Failure = new InvalidOperationException("The platform answered 500.") };
        Assert.Same(platform.Failure, await Record.ExceptionAsync(() => fronts[0].GetAsync(request, platform.AnswerAsync, Token).AsTask()));

        platform.Failure = new LtiAccessTokenException("The platform answered 429.", _hour / 2);
        Assert.Same(platform.Failure, await Record.ExceptionAsync(() => fronts[0].GetAsync(request, platform.AnswerAsync, Token).AsTask()));
        platform.Failure = null;

        foreach (var front in fronts)
        {
            var error = await Assert.ThrowsAsync<LtiAccessTokenException>(() => front.GetAsync(request, platform.AnswerAsync, Token).AsTask());
            Assert.InRange(error.RetryAfter!.Value, _minute, _hour / 2);
        }

        Assert.Equal(2, platform.Requests);
        await Environment.PassAsync(_hour / 2);
        Assert.NotNull(await fronts[1].GetAsync(request, platform.AnswerAsync, Token));
        Dispose(fronts);
    }

    [Fact, Rule("A4")]
    public async Task Invalidation_removes_that_token_only()
    {
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var (old, young) = (TokenSamples.New(2 * _minute), TokenSamples.New(_hour));
        await StoreAsync(request, old);
        await Environment.PassAsync(_minute);
        await StoreAsync(request, young);

        Assert.False(await Tokens.InvalidateAccessTokenAsync(request, old.TokenId, Token));
        Assert.Equal(young.TokenId, (await LeaseAsync(request)).Token?.TokenId);
        Assert.True(await Tokens.InvalidateAccessTokenAsync(request, young.TokenId, Token));
        Assert.False(await Tokens.InvalidateAccessTokenAsync(request, young.TokenId, Token));
        var next = await LeaseAsync(request);
        Assert.Equal((AccessTokenOutcome.Leased, false), (next.Outcome, next.IsRefresh));
    }

    [Fact, Rule("A4")]
    public async Task Invalidation_during_a_renewal_leaves_the_lease_and_the_new_token()
    {
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var (old, young) = (TokenSamples.New(_minute), TokenSamples.New(_hour));
        await StoreAsync(request, old);
        var lease = Guid.NewGuid();
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request, lease)).Outcome);

        Assert.True(await Tokens.InvalidateAccessTokenAsync(request, old.TokenId, Token));

        Assert.Equal(AccessTokenOutcome.LeasedByAnother, (await LeaseAsync(request)).Outcome);
        Assert.True(await Tokens.StoreAccessTokenAsync(request, lease, young, Token));
        Assert.False(await Tokens.InvalidateAccessTokenAsync(request, old.TokenId, Token));
        Assert.Equal(young.TokenId, (await LeaseAsync(request)).Token?.TokenId);
    }

    [Fact, Rule("A4")]
    public async Task Concurrent_invalidations_and_renewals_leave_the_newest_token()
    {
        using var front = Front(Storage, TimeProvider.System);
        using var other = Front((await NodesAsync())[1], TimeProvider.System);
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var platform = new CountingPlatform();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var token = await front.GetAsync(request, platform.AnswerAsync, Token);
            var requests = platform.Requests;
            await Race.RunAllAsync(
                async caller =>
                {
                    await (caller % 2 == 0 ? front : other).InvalidateAsync(token, Token);
                    var next = await (caller % 2 == 0 ? front : other).GetAsync(request, platform.AnswerAsync, Token);
                    Assert.NotEqual(token.Id, next.Id);
                    return true;
                },
                callers: 8);
            Assert.Equal(requests + 1, platform.Requests);
        }
    }

    [Fact, Rule("A5")]
    public async Task Deleting_a_client_deletes_its_tokens_and_leases()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var kept = await TokenSamples.AddClientAsync(Storage, Token);
        await StoreAsync(kept, TokenSamples.New(_hour));
        var (stored, leased) = (TokenSamples.Of(client, "stored"), TokenSamples.Of(client, "leased"));
        await StoreAsync(stored, TokenSamples.New(_hour));
        var lease = Guid.NewGuid();
        await LeaseAsync(leased, lease);

        Assert.True(await Storage.DeleteClientAsync(client.Id, Token));

        Assert.False(await Tokens.StoreAccessTokenAsync(leased, lease, TokenSamples.New(_hour), Token));
        await Assert.ThrowsAsync<LtiNotFoundException>(() => LeaseAsync(stored));
        await Storage.AddClientAsync(Any.Client(client.Issuer, client.ClientId), Token);
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(stored)).Outcome);
        Assert.False(await Tokens.StoreAccessTokenAsync(leased, lease, TokenSamples.New(_hour), Token));
        Assert.Equal(AccessTokenOutcome.Found, (await LeaseAsync(kept)).Outcome);
    }

    [Fact, Rule("A5")]
    public async Task Token_of_a_renamed_client_is_not_found_under_another_one_of_its_old_name()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var request = TokenSamples.Of(client);
        await StoreAsync(request, TokenSamples.New(_hour));
        await Storage.UpdateClientAsync(client.Id, new ClientUpdate { ClientId = Any.Key("renamed") }, Token);
        await Storage.AddClientAsync(Any.Client(client.Issuer, client.ClientId), Token);

        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request)).Outcome);
    }

    [Fact, Rule("A5", "D3")]
    public async Task Client_that_is_deleted_while_tokens_are_leased_ends_without_deadlock()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var client = await Storage.AddClientAsync(Any.Client(), Token);
            await Race.RunAsync(
                async caller =>
                {
                    var (storage, request) = (Find(nodes[caller % 2]), TokenSamples.Of(client, $"scope{caller % 3}"));
                    var lease = Guid.NewGuid();
                    return caller == 7
                        ? await Storage.DeleteClientAsync(client.Id, Token)
                        : (await storage.LeaseAccessTokenAsync(request, lease, _leeway, _lease, Token)).Outcome == AccessTokenOutcome.Leased
                            && await storage.StoreAccessTokenAsync(request, lease, TokenSamples.New(_hour), Token);
                },
                callers: 16);
            Assert.Empty(await ListAsync(client.Id));
        }
    }

    [Fact, Rule("A6", "E8")]
    public async Task Without_protection_no_token_is_stored_unless_the_options_allow_it()
    {
        await using var strict = await Fixture.CreateAsync(new LtiStorageOptions());
        var tokens = Find(strict.Storage);
        var request = await TokenSamples.AddClientAsync(strict.Storage, Token);
        var lease = Guid.NewGuid();
        await tokens.LeaseAccessTokenAsync(request, lease, _leeway, _lease, Token);

        var error = await Assert.ThrowsAsync<LtiSecretException>(
            () => tokens.StoreAccessTokenAsync(request, lease, TokenSamples.New(_hour), Token).AsTask());

        Assert.Equal((LtiEntity.AccessToken, request.Id), (error.Entity, error.Key));
        Assert.Contains("ProtectSecrets()", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ConformanceFixture.Canary, error.ToString(), StringComparison.Ordinal);
        Assert.True(await tokens.StoreAccessTokenAsync(request, lease, TokenSamples.New(_hour, isProtected: true), Token));
    }

    [Fact, Rule("A7", "K1")]
    public async Task Cleanup_removes_and_counts_exactly_the_expired_rows()
    {
        await Environment.FreezeAsync();
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var (old, young) = (TokenSamples.Of(client, "old"), TokenSamples.Of(client, "young"));
        var (leased, waiting) = (TokenSamples.Of(client, "leased"), TokenSamples.Of(client, "waiting"));
        await StoreAsync(old, TokenSamples.New(_minute));
        await StoreAsync(young, TokenSamples.New(_minute + Environment.ClockStep));
        await Tokens.LeaseAccessTokenAsync(leased, Guid.NewGuid(), _leeway, _minute, Token);
        var lease = Guid.NewGuid();
        await LeaseAsync(waiting, lease);
        await Tokens.ReleaseAccessTokenAsync(waiting, lease, 2 * _minute, Token);
        Assert.Equal(0, (await Storage.CleanupAsync(Token)).AccessTokens);

        await Environment.PassAsync(_minute);

        Assert.Equal(new CleanupResult { Nonces = 0, Sessions = 0, RegistrationSessions = 0, AccessTokens = 2, Completed = true }, await Storage.CleanupAsync(Token));
        Assert.Equal(new[] { young.Id, waiting.Id }.Order(StringComparer.Ordinal), (await ListAsync(client.Id)).Select(static row => row.RequestId), StringComparer.Ordinal);
        await Environment.PassAsync(_minute);
        Assert.Equal(2, (await Storage.CleanupAsync(Token)).AccessTokens);
        Assert.Empty(await ListAsync(client.Id));
    }

    [Fact, Rule("A7", "K2")]
    public async Task Cleanup_counts_more_rows_than_a_batch_has()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        for (var i = 0; i < Options.CleanupBatchSize + 5; i++)
        {
            await Tokens.LeaseAccessTokenAsync(TokenSamples.Of(client, $"scope{i}"), Guid.NewGuid(), _leeway, _minute, Token);
        }

        Assert.Equal(Options.CleanupBatchSize + 5, (await ListAsync(client.Id)).Count);
        Assert.Equal(Options.CleanupBatchSize + 5, (await ListAsync(client.Id)).Select(static row => row.RequestId).Distinct(StringComparer.Ordinal).Count());
        await Environment.PassAsync(_minute);
        Assert.Equal(Options.CleanupBatchSize + 5, (await Storage.CleanupAsync(Token)).AccessTokens);
    }

    [Fact, Rule("A1", "A6")]
    public async Task Listing_shows_each_row_without_its_token_and_clearing_removes_them()
    {
        await Environment.FreezeAsync();
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        var other = await TokenSamples.AddClientAsync(Storage, Token);
        await StoreAsync(other, TokenSamples.New(_hour));
        var request = TokenSamples.Of(client, "b", "a");
        await StoreAsync(request, TokenSamples.New(2 * _hour, isProtected: true));
        await Environment.PassAsync(_hour);

        var row = Assert.Single(await ListAsync(client.Id));

        Assert.Equal(
            new AccessTokenSummary
            {
                Client = client.Id,
                RequestId = request.Id,
                TokenUrl = request.TokenUrl,
                Scope = "a b",
                Age = _hour,
                ExpiresIn = _hour,
                IsProtected = true,
                LeasedFor = null,
                RetryIn = null,
            },
            row);
        Assert.DoesNotContain(ConformanceFixture.Canary, row.ToString(), StringComparison.Ordinal);
        await LeaseAsync(other);
        Assert.Equal(_lease, Assert.Single(await ListAsync(client: null), listed => listed.RequestId == other.Id).LeasedFor);
        Assert.Equal(1, await Tokens.ClearAccessTokensAsync(client.Id, Token));
        Assert.Equal(0, await Tokens.ClearAccessTokensAsync(client.Id, Token));
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request)).Outcome);
        Assert.Equal(2, await Tokens.ClearAccessTokensAsync(client: null, Token));
        Assert.Empty(await ListAsync(client: null));
    }

    [Fact, Rule("E2", "E5")]
    public async Task Bad_input_and_a_cancelled_token_are_refused_before_anything_is_stored()
    {
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var (id, token, cancelled) = (Guid.NewGuid(), TokenSamples.New(_hour), new CancellationToken(canceled: true));
        Func<Task>[] refused =
        [
            () => Tokens.LeaseAccessTokenAsync(null!, id, _leeway, _lease, Token).AsTask(),
            () => Tokens.LeaseAccessTokenAsync(request, Guid.Empty, _leeway, _lease, Token).AsTask(),
            () => Tokens.LeaseAccessTokenAsync(request, id, -_leeway, _lease, Token).AsTask(),
            () => Tokens.LeaseAccessTokenAsync(request, id, _leeway, TimeSpan.Zero, Token).AsTask(),
            () => Tokens.LeaseAccessTokenAsync(request, id, _leeway, TimeSpan.MaxValue, Token).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, Guid.Empty, token, Token).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, id, null!, Token).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, id, token with { TokenId = Guid.Empty }, Token).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, id, token with { Token = null! }, Token).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, id, token with { Token = new StoredSecret(default, true) }, Token).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, id, token with { Token = new StoredSecret(new byte[65_537], true) }, Token).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, id, token with { Lifetime = TimeSpan.Zero }, Token).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, id, token with { Lifetime = TimeSpan.FromDays(3651) }, Token).AsTask(),
            () => Tokens.ReleaseAccessTokenAsync(request, id, -_minute, Token).AsTask(),
            () => Tokens.InvalidateAccessTokenAsync(request, Guid.Empty, Token).AsTask(),
        ];
        Func<Task>[] stopped =
        [
            () => Tokens.LeaseAccessTokenAsync(request, id, _leeway, _lease, cancelled).AsTask(),
            () => Tokens.StoreAccessTokenAsync(request, id, token, cancelled).AsTask(),
            () => Tokens.ReleaseAccessTokenAsync(request, id, _minute, cancelled).AsTask(),
            () => Tokens.InvalidateAccessTokenAsync(request, id, cancelled).AsTask(),
            () => Tokens.ClearAccessTokensAsync(client: null, cancelled).AsTask(),
            async () => await Tokens.ListAccessTokensAsync(client: null, cancelled).ToListAsync(CancellationToken.None),
        ];
        foreach (var call in refused)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(call);
        }

        foreach (var call in stopped)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Empty(await ListAsync(client: null));
    }

    [Fact, Rule("E3")]
    public async Task Token_of_an_unknown_client_is_not_found_and_nothing_is_stored()
    {
        var request = new AccessTokenRequest(Any.Issuer(), "client", "https://lms.example.edu/token", ["scope"]);

        var error = await Assert.ThrowsAsync<LtiNotFoundException>(() => LeaseAsync(request));

        Assert.Equal(LtiEntity.Client, error.Entity);
        Assert.Contains(request.Issuer, error.Message, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(client: null));
    }

    [Fact, Rule("A1", "A4")]
    public async Task Copy_in_memory_serves_until_its_leeway_and_an_invalidated_one_no_longer()
    {
        using var front = Front(Storage, Environment.CallerClock);
        var request = await TokenSamples.AddClientAsync(Storage, Token);
        var platform = new CountingPlatform();
        var first = await front.GetAsync(request, platform.AnswerAsync, Token);
        Assert.Equal(first.Id, (await front.GetAsync(request, platform.AnswerAsync, Token)).Id);
        await Environment.PassAsync(_hour / 2);
        Assert.Equal(first.Id, (await front.GetAsync(request, platform.AnswerAsync, Token)).Id);
        Assert.Equal(1, platform.Requests);

        await Environment.PassAsync((_hour / 2) - _leeway);
        var second = await front.GetAsync(request, platform.AnswerAsync, Token);
        Assert.NotEqual(first.Value, second.Value, StringComparer.Ordinal);
        Assert.False(await front.InvalidateAsync(first, Token));
        Assert.Equal(second.Id, (await front.GetAsync(request, platform.AnswerAsync, Token)).Id);
        Assert.True(await front.InvalidateAsync(second, Token));
        Assert.NotEqual(second.Id, (await front.GetAsync(request, platform.AnswerAsync, Token)).Id);
        Assert.Equal(3, platform.Requests);
    }

    private static IAccessTokenStorage Find(ILtiStorage storage) => storage.GetService<IAccessTokenStorage>()
        ?? throw new InvalidOperationException("The storage does not implement IAccessTokenStorage. Implement it, or name the rules A1 to A7 in NotApplicableRules.");

    private static AccessTokens Front(ILtiStorage storage, TimeProvider clock) => AccessTokens.Create(
        storage, new AccessTokenOptions { PollEvery = TimeSpan.FromMilliseconds(10), LeaseFor = _lease }, timeProvider: clock);

    private static void Dispose(IEnumerable<AccessTokens> fronts)
    {
        foreach (var front in fronts)
        {
            front.Dispose();
        }
    }

    private Task<AccessTokenLookup> LeaseAsync(AccessTokenRequest request, Guid? lease = null)
        => Tokens.LeaseAccessTokenAsync(request, lease ?? Guid.NewGuid(), _leeway, _lease, Token).AsTask();

    private async Task StoreAsync(AccessTokenRequest request, NewAccessToken token)
    {
        var lease = Guid.NewGuid();
        Assert.Equal(AccessTokenOutcome.Leased, (await LeaseAsync(request, lease)).Outcome);
        Assert.True(await Tokens.StoreAccessTokenAsync(request, lease, token, Token));
    }

    private async Task<IReadOnlyList<AccessTokenSummary>> ListAsync(ClientKey? client)
        => await Tokens.ListAccessTokensAsync(client, Token).ToListAsync(Token);

    /// <summary>A platform that counts token requests and gives each another token of one hour.</summary>
    private sealed class CountingPlatform
    {
        private int _requests;

        public int Requests => Volatile.Read(ref _requests);

        public Exception? Failure { get; set; }

        public async Task<AccessTokenAnswer> AnswerAsync(AccessTokenRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            await Task.Yield();
            return Failure is null ? new AccessTokenAnswer(TokenSamples.Value(), _hour) : throw Failure;
        }
    }
}
