using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests the storage of platform key sets and the front of it (rules P1 to P5).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class PlatformKeySetConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _day = TimeSpan.FromHours(24);
    private static readonly TimeSpan _week = TimeSpan.FromDays(7);

    private IPlatformKeySetStorage Sets => Find(Storage);

    [Fact, Rule("P1", "E4", "E7")]
    public async Task Stored_set_is_found_unchanged_until_it_is_no_longer_fresh()
    {
        await Environment.FreezeAsync();
        var (url, set) = (KeySetSamples.Url(), KeySetSamples.New(KeySetSamples.Utf8("a", "b"), freshFor: _hour));
        await StoreAsync(url, set);
        await Environment.PassAsync(_minute);

        var found = await LeaseAsync(url);
        Assert.Equal((PlatformKeySetOutcome.Found, TimeSpan.Zero), (found.Outcome, found.RetryIn));
        Assert.Equal(
            (set.SetId, _minute, _hour - _minute, _week - _minute),
            (found.Set!.SetId, found.Set.Age, found.Set.FreshFor, found.Set.UsableFor));
        Assert.Equal(set.Utf8.ToArray(), found.Set.Utf8.ToArray());

        await Environment.PassAsync(_hour - _minute - Environment.ClockStep);
        Assert.Equal(Environment.ClockStep, (await LeaseAsync(url)).Set?.FreshFor);
        await Environment.PassAsync(Environment.ClockStep);
        var late = await LeaseAsync(url);
        Assert.Equal((PlatformKeySetOutcome.Leased, set.SetId, TimeSpan.Zero), (late.Outcome, late.Set!.SetId, late.Set.FreshFor));
        Assert.Equal(set.Utf8.ToArray(), late.Set.Utf8.ToArray());
    }

    [Fact, Rule("P1")]
    public async Task Bytes_of_the_set_that_the_caller_has_are_not_returned_again()
    {
        var (url, set) = (KeySetSamples.Url(), KeySetSamples.New(KeySetSamples.Utf8("a")));
        await StoreAsync(url, set);

        var known = await LeaseAsync(url, known: set.SetId);
        Assert.Equal((PlatformKeySetOutcome.Found, set.SetId, 0), (known.Outcome, known.Set!.SetId, known.Set.Utf8.Length));
        Assert.Equal(set.Utf8.Length, (await LeaseAsync(url, known: Guid.NewGuid())).Set!.Utf8.Length);
    }

    [Fact, Rule("P1", "E1")]
    public async Task Sets_of_other_addresses_are_apart()
    {
        var url = KeySetSamples.Url();
        await StoreAsync(url, KeySetSamples.New(KeySetSamples.Utf8("a")));

        foreach (var other in new[] { url + "/", url + "?a", url.Replace("/jwks", "/JWKS", StringComparison.Ordinal) })
        {
            var found = await LeaseAsync(other);
            Assert.Equal((PlatformKeySetOutcome.Leased, null), (found.Outcome, found.Set));
        }
    }

    [Fact, Rule("P1", "E2")]
    public async Task Longest_address_and_greatest_set_are_stored()
    {
        var url = KeySetSamples.Url();
        url += new string('u', LtiLimits.MaxEndpointLength - url.Length);
        var set = KeySetSamples.New([.. Enumerable.Range(0, LtiLimits.MaxPlatformKeySetBytes).Select(static i => (byte)i)]);
        await StoreAsync(url, set);

        Assert.Equal(set.Utf8.ToArray(), (await LeaseAsync(url)).Set!.Utf8.ToArray());
    }

    [Theory, Rule("P1")]
    [InlineData(null, 24 * 60)]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(299, 5)]
    [InlineData(3600, 60)]
    [InlineData(86_400, 24 * 60)]
    [InlineData(int.MaxValue, 24 * 60)]
    public async Task Answer_is_fresh_for_its_max_age_between_5_minutes_and_24_hours(int? maxAgeSeconds, int freshMinutes)
    {
        await Environment.FreezeAsync();
        var url = KeySetSamples.Url();
        var platform = new CountingKeySetUrl { MaxAge = maxAgeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        using var front = Front(Storage, Environment.CallerClock);
        await front.GetAsync(url, "first", platform.AnswerAsync, Token);

        await Environment.PassAsync(TimeSpan.FromMinutes(freshMinutes) - Environment.ClockStep);
        Assert.Equal(PlatformKeySetOutcome.Found, (await LeaseAsync(url)).Outcome);
        Assert.False((await front.GetAsync(url, "first", platform.AnswerAsync, Token)).IsStale);
        Assert.Equal(1, platform.Fetches);
        await Environment.PassAsync(Environment.ClockStep);
        Assert.False((await front.GetAsync(url, "first", platform.AnswerAsync, Token)).IsStale);
        Assert.Equal(2, platform.Fetches);
    }

    [Fact, Rule("P2")]
    public async Task Set_that_lacks_the_key_is_not_found_and_another_one_is()
    {
        var (url, set) = (KeySetSamples.Url(), KeySetSamples.New(KeySetSamples.Utf8("a"), retryAfter: TimeSpan.Zero));
        await StoreAsync(url, set);

        Assert.Equal(PlatformKeySetOutcome.Found, (await LeaseAsync(url, known: Guid.NewGuid(), needsAnother: true)).Outcome);
        var lacking = await LeaseAsync(url, known: set.SetId, needsAnother: true);
        Assert.Equal((PlatformKeySetOutcome.Leased, set.SetId), (lacking.Outcome, lacking.Set!.SetId));
        Assert.Equal(PlatformKeySetOutcome.Found, (await LeaseAsync(url)).Outcome);
        Assert.Equal(PlatformKeySetOutcome.LeasedByAnother, (await LeaseAsync(url, known: set.SetId, needsAnother: true)).Outcome);
    }

    [Theory, Rule("P2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_node_gets_a_lease_until_30_seconds_after_the_last_fetch(bool isFailed)
    {
        await Environment.FreezeAsync();
        var (url, set, lease) = (KeySetSamples.Url(), KeySetSamples.New(KeySetSamples.Utf8("a"), retryAfter: _pause), Guid.NewGuid());
        await StoreAsync(url, set with { RetryAfter = TimeSpan.Zero });
        await LeaseAsync(url, lease, set.SetId, needsAnother: true);
        await Environment.PassAsync(_lease / 2);
        Assert.True(isFailed
            ? await Sets.ReleasePlatformKeySetAsync(url, lease, _pause, Token)
            : await Sets.StorePlatformKeySetAsync(url, lease, set, Token));

        var node = Find((await NodesAsync())[1]);
        var postponed = await node.LeasePlatformKeySetAsync(url, Guid.NewGuid(), _lease, set.SetId, needsAnother: true, Token);
        Assert.Equal((PlatformKeySetOutcome.Postponed, _pause, set.SetId), (postponed.Outcome, postponed.RetryIn, postponed.Set!.SetId));
        Assert.Equal((PlatformKeySetOutcome.Found, _pause), (await LeaseAsync(url)) is var found ? (found.Outcome, found.RetryIn) : default);
        await Environment.PassAsync(_pause - Environment.ClockStep);
        Assert.Equal(Environment.ClockStep, (await LeaseAsync(url, known: set.SetId, needsAnother: true)).RetryIn);
        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal(PlatformKeySetOutcome.Leased, (await LeaseAsync(url, known: set.SetId, needsAnother: true)).Outcome);
    }

    [Fact, Rule("P2")]
    public async Task Storm_of_unknown_keys_on_two_nodes_makes_one_fetch_in_30_seconds()
    {
        var fronts = (await NodesAsync()).Select(storage => Front(storage, TimeProvider.System)).ToArray();
        var (url, platform) = (KeySetSamples.Url(), new CountingKeySetUrl());
        await fronts[0].GetAsync(url, "first", platform.AnswerAsync, Token);
        var before = await StormAsync();
        Assert.All(before, static set => Assert.Equal(["first"], set.KeyIds));
        Assert.Equal(1, platform.Fetches);

        await Environment.PassAsync(_pause);
        platform.Utf8 = KeySetSamples.Utf8("first", "second");
        using var fresh = Front((await NodesAsync())[1], TimeProvider.System);
        Assert.True((await fresh.GetAsync(url, "second", platform.AnswerAsync, Token)).Contains("second"));
        Assert.All(await StormAsync(fresh), static set => Assert.Equal(["first", "second"], set.KeyIds));
        Assert.Equal(2, platform.Fetches);
        Dispose(fronts);

        Task<IReadOnlyList<PlatformKeySet>> StormAsync(PlatformKeySets? one = null) => Race.RunAllAsync(
            async caller => await (one ?? fronts[caller % 2]).GetAsync(url, $"junk{caller}", platform.AnswerAsync, Token));
    }

    [Fact, Rule("P2")]
    public async Task New_key_of_a_platform_is_fetched_and_shows_on_the_other_node()
    {
        await Environment.FreezeAsync();
        var fronts = (await NodesAsync()).Select(storage => Front(storage, Environment.CallerClock)).ToArray();
        var (url, platform) = (KeySetSamples.Url(), new CountingKeySetUrl());
        foreach (var front in fronts)
        {
            await front.GetAsync(url, "first", platform.AnswerAsync, Token);
        }

        platform.Utf8 = KeySetSamples.Utf8("second");
        await Environment.PassAsync(_pause);
        foreach (var front in fronts)
        {
            Assert.Equal(["second"], (await front.GetAsync(url, "second", platform.AnswerAsync, Token)).KeyIds);
        }

        Assert.Equal(2, platform.Fetches);
        Dispose(fronts);
    }

    [Fact, Rule("P3")]
    public async Task Last_good_set_serves_for_7_days_and_a_cleanup_removes_it_at_the_same_instant()
    {
        await Environment.FreezeAsync();
        var (url, platform) = (KeySetSamples.Url(), new CountingKeySetUrl());
        using var front = Front(Storage, Environment.CallerClock);
        var first = await front.GetAsync(url, "first", platform.AnswerAsync, Token);
        var unused = KeySetSamples.Url();
        await StoreAsync(unused, KeySetSamples.New(KeySetSamples.Utf8("a")));
        platform.Failure = new InvalidOperationException("The platform answered 500.");

        await Environment.PassAsync(_day);
        PlatformKeySet? stale = null;
        Assert.Null(await Record.ExceptionAsync(async () => stale = await front.GetAsync(url, "first", platform.AnswerAsync, Token)));
        Assert.True(stale!.IsStale);
        Assert.Equal(first.Utf8.ToArray(), stale.Utf8.ToArray());
        Assert.Equal(2, platform.Fetches);
        Assert.True((await front.GetAsync(url, "other", platform.AnswerAsync, Token)).IsStale);
        Assert.Equal(2, platform.Fetches);

        await Environment.PassAsync(_week - _day - Environment.ClockStep);
        Assert.Equal(0, (await Storage.CleanupAsync(Token)).PlatformKeySets);
        Assert.Equal(Environment.ClockStep, (await LeaseAsync(url)).Set?.UsableFor);
        await Environment.PassAsync(Environment.ClockStep);
        Assert.Null((await LeaseAsync(url)).Set);
        Assert.Equal(1, (await Storage.CleanupAsync(Token)).PlatformKeySets);
        Assert.Null((await LeaseAsync(unused)).Set);

        await Environment.PassAsync(_lease);
        Assert.Same(platform.Failure, await Record.ExceptionAsync(() => front.GetAsync(url, "first", platform.AnswerAsync, Token).AsTask()));
    }

    [Fact, Rule("P3", "P5")]
    public async Task Refused_answer_leaves_the_last_good_set()
    {
        await Environment.FreezeAsync();
        var (url, platform) = (KeySetSamples.Url(), new CountingKeySetUrl());
        using var front = Front(Storage, Environment.CallerClock);
        await front.GetAsync(url, "first", platform.AnswerAsync, Token);
        platform.Utf8 = """{"keys":[{"kty":"oct","kid":"first","k":"canary-3b9e"}]}"""u8.ToArray();
        await Environment.PassAsync(_day);

        Assert.Equal(["first"], (await front.GetAsync(url, "first", platform.AnswerAsync, Token)).KeyIds);
        Assert.Equal((PlatformKeySetOutcome.Postponed, _pause), (await LeaseAsync(url)) is var found ? (found.Outcome, found.RetryIn) : default);
        Assert.Equal(2, platform.Fetches);
    }

    [Fact, Rule("P5", "P2", "E8")]
    public async Task Refused_answer_without_an_earlier_set_is_an_error_that_says_why_and_holds_on_all_nodes()
    {
        var url = KeySetSamples.Url();
        var platform = new CountingKeySetUrl { Utf8 = """{"keys":[{"kty":"RSA","kid":"first","n":"AQAB","e":"AQAB","d":"canary-3b9e"}]}"""u8.ToArray() };
        using var front = Front(Storage, TimeProvider.System);
        using var other = Front((await NodesAsync())[1], TimeProvider.System);

        var error = await Assert.ThrowsAsync<LtiPlatformKeySetException>(() => front.GetAsync(url, "first", platform.AnswerAsync, Token).AsTask());
        Assert.Contains("\"d\"", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ConformanceFixture.Canary, error.ToString(), StringComparison.Ordinal);
        foreach (var node in new[] { front, other })
        {
            error = await Assert.ThrowsAsync<LtiPlatformKeySetException>(() => node.GetAsync(url, "first", platform.AnswerAsync, Token).AsTask());
            Assert.InRange(error.RetryAfter!.Value, TimeSpan.FromTicks(1), _pause);
        }

        Assert.Equal(1, platform.Fetches);
    }

    [Fact, Rule("P4")]
    public async Task Sixty_four_callers_on_two_nodes_make_one_fetch_and_get_its_set()
    {
        var fronts = (await NodesAsync()).Select(storage => Front(storage, TimeProvider.System)).ToArray();
        var (url, platform) = (KeySetSamples.Url(), new CountingKeySetUrl());

        var sets = await Race.RunAllAsync(async caller => await fronts[caller % 2].GetAsync(url, "first", platform.AnswerAsync, Token));

        Assert.Equal(1, platform.Fetches);
        Assert.All(sets, static set => Assert.True(set.TryGetRsa("first", out _)));
        Dispose(fronts);
    }

    [Fact, Rule("P4")]
    public async Task One_of_64_concurrent_callers_gets_each_lease()
    {
        var nodes = (await NodesAsync()).Select(Find).ToArray();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var url = KeySetSamples.Url();
            if (round % 2 == 1)
            {
                // The row of an earlier lease is there.
                var old = Guid.NewGuid();
                await LeaseAsync(url, old);
                await Sets.ReleasePlatformKeySetAsync(url, old, TimeSpan.Zero, Token);
            }

            var found = await Race.RunAllAsync(
                async caller => await nodes[caller % 2].LeasePlatformKeySetAsync(url, Guid.NewGuid(), _lease, cancellationToken: Token));
            Assert.Single(found, static lookup => lookup.Outcome == PlatformKeySetOutcome.Leased);
            Assert.Equal(Race.Callers - 1, found.Count(static lookup => lookup.Outcome == PlatformKeySetOutcome.LeasedByAnother));
        }
    }

    [Fact, Rule("P4", "P2")]
    public async Task Lease_ends_at_its_exact_end_and_its_holder_can_store_nothing_after_it_was_taken()
    {
        await Environment.FreezeAsync();
        var (url, set) = (KeySetSamples.Url(), KeySetSamples.New(KeySetSamples.Utf8("a")));
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(PlatformKeySetOutcome.Leased, (await LeaseAsync(url, first)).Outcome);
        Assert.Equal(PlatformKeySetOutcome.Leased, (await LeaseAsync(url, first)).Outcome);
        Assert.Equal((PlatformKeySetOutcome.LeasedByAnother, _lease), (await LeaseAsync(url, second)) is var other ? (other.Outcome, other.RetryIn) : default);

        await Environment.PassAsync(_lease - Environment.ClockStep);
        Assert.Equal(Environment.ClockStep, (await LeaseAsync(url, second)).RetryIn);
        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal(PlatformKeySetOutcome.Leased, (await LeaseAsync(url, second)).Outcome);

        Assert.False(await Sets.StorePlatformKeySetAsync(url, first, set, Token));
        Assert.False(await Sets.ReleasePlatformKeySetAsync(url, first, _minute, Token));
        Assert.Equal(PlatformKeySetOutcome.LeasedByAnother, (await LeaseAsync(url, first)).Outcome);
        Assert.True(await Sets.StorePlatformKeySetAsync(url, second, set, Token));
        Assert.False(await Sets.ReleasePlatformKeySetAsync(url, second, _minute, Token));
        Assert.Equal(PlatformKeySetOutcome.Found, (await LeaseAsync(url, first)).Outcome);
    }

    [Fact, Rule("P4")]
    public async Task Next_node_takes_over_when_the_lease_of_a_dead_one_has_ended()
    {
        var (url, platform) = (KeySetSamples.Url(), new CountingKeySetUrl());
        Assert.Equal(PlatformKeySetOutcome.Leased, (await LeaseAsync(url)).Outcome);
        using var front = Front((await NodesAsync())[1], TimeProvider.System);
        var waiting = front.GetAsync(url, "first", platform.AnswerAsync, Token).AsTask();
        Assert.Equal(0, platform.Fetches);

        await Environment.PassAsync(_lease);

        Assert.Equal(["first"], (await waiting).KeyIds);
        Assert.Equal(1, platform.Fetches);
    }

    [Fact, Rule("P3", "K1")]
    public async Task Cleanup_removes_and_counts_exactly_the_expired_rows()
    {
        await Environment.FreezeAsync();
        await StoreAsync(KeySetSamples.Url(), KeySetSamples.New(KeySetSamples.Utf8("a"), _minute, _minute));
        var (young, leased, waiting) = (KeySetSamples.Url(), KeySetSamples.Url(), KeySetSamples.Url());
        await StoreAsync(young, KeySetSamples.New(KeySetSamples.Utf8("a"), _minute, _minute + Environment.ClockStep));
        await Sets.LeasePlatformKeySetAsync(leased, Guid.NewGuid(), _minute, cancellationToken: Token);
        var lease = Guid.NewGuid();
        await LeaseAsync(waiting, lease);
        await Sets.ReleasePlatformKeySetAsync(waiting, lease, 2 * _minute, Token);
        Assert.Equal(0, (await Storage.CleanupAsync(Token)).PlatformKeySets);

        await Environment.PassAsync(_minute);

        Assert.Equal(
            new CleanupResult { Nonces = 0, Sessions = 0, RegistrationSessions = 0, PlatformKeySets = 2, Completed = true },
            await Storage.CleanupAsync(Token));
        Assert.NotNull((await LeaseAsync(young)).Set);
        Assert.Equal(PlatformKeySetOutcome.Postponed, (await LeaseAsync(waiting)).Outcome);
        await Environment.PassAsync(_minute);
        Assert.Equal(2, (await Storage.CleanupAsync(Token)).PlatformKeySets);
    }

    [Fact, Rule("P3", "K2")]
    public async Task Cleanup_counts_more_rows_than_a_batch_has()
    {
        for (var i = 0; i < Options.CleanupBatchSize + 5; i++)
        {
            await LeaseAsync(KeySetSamples.Url());
        }

        await Environment.PassAsync(_lease);
        Assert.Equal(Options.CleanupBatchSize + 5, (await Storage.CleanupAsync(Token)).PlatformKeySets);
    }

    [Fact, Rule("E2", "E5")]
    public async Task Bad_input_and_a_cancelled_token_are_refused_before_anything_is_stored()
    {
        var (url, id, set) = (KeySetSamples.Url(), Guid.NewGuid(), KeySetSamples.New(KeySetSamples.Utf8("a")));
        var cancelled = new CancellationToken(canceled: true);
        using var front = Front(Storage, TimeProvider.System);
        var platform = new CountingKeySetUrl();
        foreach (var bad in new[] { null, "", "jwks", "ftp://lms.example.edu/jwks", " " + url, url + "\n", url + "\0", "https://a:b@lms.example.edu/jwks", url + new string('u', 2048) })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => LeaseAsync(bad!));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Sets.StorePlatformKeySetAsync(bad!, id, set, Token).AsTask());
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Sets.ReleasePlatformKeySetAsync(bad!, id, _minute, Token).AsTask());
            await Assert.ThrowsAnyAsync<ArgumentException>(() => front.GetAsync(bad!, "a", platform.AnswerAsync, Token).AsTask());
        }

        Func<Task>[] refused =
        [
            () => LeaseAsync(url, Guid.Empty),
            () => Sets.LeasePlatformKeySetAsync(url, id, TimeSpan.Zero, cancellationToken: Token).AsTask(),
            () => Sets.LeasePlatformKeySetAsync(url, id, TimeSpan.MaxValue, cancellationToken: Token).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, Guid.Empty, set, Token).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, id, null!, Token).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, id, set with { SetId = Guid.Empty }, Token).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, id, set with { Utf8 = default }, Token).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, id, set with { Utf8 = new byte[LtiLimits.MaxPlatformKeySetBytes + 1] }, Token).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, id, set with { FreshFor = TimeSpan.Zero }, Token).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, id, set with { UsableFor = TimeSpan.FromDays(3651) }, Token).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, id, set with { RetryAfter = -_minute }, Token).AsTask(),
            () => Sets.ReleasePlatformKeySetAsync(url, Guid.Empty, _minute, Token).AsTask(),
            () => Sets.ReleasePlatformKeySetAsync(url, id, -_minute, Token).AsTask(),
            () => front.GetAsync(url, "a", null!, Token).AsTask(),
        ];
        Func<Task>[] stopped =
        [
            () => Sets.LeasePlatformKeySetAsync(url, id, _lease, cancellationToken: cancelled).AsTask(),
            () => Sets.StorePlatformKeySetAsync(url, id, set, cancelled).AsTask(),
            () => Sets.ReleasePlatformKeySetAsync(url, id, _minute, cancelled).AsTask(),
            () => front.GetAsync(url, "a", platform.AnswerAsync, cancelled).AsTask(),
        ];
        foreach (var call in refused)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(call);
        }

        foreach (var call in stopped)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Equal(0, platform.Fetches);
        Assert.Equal((PlatformKeySetOutcome.Leased, null), (await LeaseAsync(url)) is var found ? (found.Outcome, found.Set) : default);
    }

    private static IPlatformKeySetStorage Find(ILtiStorage storage) => storage.GetService<IPlatformKeySetStorage>()
        ?? throw new InvalidOperationException("The storage does not implement IPlatformKeySetStorage. Implement it, or name the rules P1 to P5 in NotApplicableRules.");

    private static PlatformKeySets Front(ILtiStorage storage, TimeProvider clock) => PlatformKeySets.Create(
        storage, new PlatformKeySetOptions { PollEvery = TimeSpan.FromMilliseconds(10), LeaseFor = _lease }, clock);

    private static void Dispose(IEnumerable<PlatformKeySets> fronts)
    {
        foreach (var front in fronts)
        {
            front.Dispose();
        }
    }

    private Task<PlatformKeySetLookup> LeaseAsync(string url, Guid? lease = null, Guid? known = null, bool needsAnother = false)
        => Sets.LeasePlatformKeySetAsync(url, lease ?? Guid.NewGuid(), _lease, known, needsAnother, Token).AsTask();

    private async Task StoreAsync(string url, NewPlatformKeySet set)
    {
        var lease = Guid.NewGuid();
        Assert.Equal(PlatformKeySetOutcome.Leased, (await LeaseAsync(url, lease)).Outcome);
        Assert.True(await Sets.StorePlatformKeySetAsync(url, lease, set, Token));
    }
}
