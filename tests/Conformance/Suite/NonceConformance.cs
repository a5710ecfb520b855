using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests one-time nonces (rules N1 to N4).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class NonceConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact, Rule("N1", "N2")]
    public async Task A_stored_nonce_is_consumed_once()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync(nonce, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N2")]
    public async Task A_nonce_that_was_never_stored_is_unknown_and_stays_unknown()
    {
        var nonce = Any.Nonce();

        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(nonce, Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N1", "E3", "E8")]
    public async Task Storing_a_stored_nonce_is_a_conflict_whose_message_does_not_repeat_the_value()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.StoreNonceAsync(nonce, cancellationToken: Token));

        Assert.Equal((LtiEntity.Nonce, null), (conflict.Entity, conflict.Key));
        Assert.DoesNotContain(nonce, conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N1", "N3")]
    public async Task Storing_a_used_nonce_again_is_a_conflict_and_does_not_make_it_usable()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);
        await Storage.ConsumeNonceAsync(nonce, Token);

        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.StoreNonceAsync(nonce, _minute * 90, Token));

        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Theory, Rule("N1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expired_nonce_can_be_stored_again_before_and_after_a_cleanup(bool used)
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, _minute, Token);
        if (used)
        {
            await Storage.ConsumeNonceAsync(nonce, Token);
        }

        await Environment.PassAsync(_minute);
        await Storage.StoreNonceAsync(nonce, _minute, Token);

        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N1")]
    public async Task A_conflicting_store_does_not_extend_the_nonce()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, _minute, Token);
        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.StoreNonceAsync(nonce, _minute * 60, Token));

        await Environment.PassAsync(_minute);

        Assert.Equal(NonceOutcome.Expired, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N1", "E7")]
    public async Task A_nonce_without_a_lifetime_lives_600_seconds()
    {
        await Environment.FreezeAsync();
        var (early, late, claimed) = (Any.Nonce(), Any.Nonce(), Any.Nonce());
        await Storage.StoreNonceAsync(early, cancellationToken: Token);
        await Storage.StoreNonceAsync(late, cancellationToken: Token);
        await Storage.ClaimNonceAsync(claimed, cancellationToken: Token);

        await Environment.PassAsync(TimeSpan.FromSeconds(600) - Environment.ClockStep);
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(early, Token));
        Assert.False(await Storage.ClaimNonceAsync(claimed, cancellationToken: Token));

        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal(NonceOutcome.Expired, await Storage.ConsumeNonceAsync(late, Token));
        Assert.True(await Storage.ClaimNonceAsync(claimed, cancellationToken: Token));
    }

    [Fact, Rule("N1", "E7")]
    public async Task The_default_lifetime_is_an_option()
    {
        await using var brief = await Fixture.CreateAsync(new LtiStorageOptions { NonceLifetime = _minute });
        var nonce = Any.Nonce();
        await brief.Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        await brief.PassAsync(_minute);

        Assert.Equal(NonceOutcome.Expired, await brief.Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N4")]
    public async Task A_nonce_is_expired_at_the_instant_of_its_expiry_but_not_one_clock_step_before()
    {
        await Environment.FreezeAsync();
        var (before, at) = (Any.Nonce(), Any.Nonce());
        await Storage.StoreNonceAsync(before, _minute, Token);
        await Storage.StoreNonceAsync(at, _minute, Token);

        await Environment.PassAsync(_minute - Environment.ClockStep);
        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.StoreNonceAsync(at, _minute, Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(before, Token));

        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal(NonceOutcome.Expired, await Storage.ConsumeNonceAsync(at, Token));
        await Storage.StoreNonceAsync(at, _minute, Token);
    }

    [Fact, Rule("N2", "N4")]
    public async Task An_expired_used_nonce_is_expired_and_after_a_cleanup_unknown()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, _minute, Token);
        await Storage.ConsumeNonceAsync(nonce, Token);

        await Environment.PassAsync(_minute);
        Assert.Equal(NonceOutcome.Expired, await Storage.ConsumeNonceAsync(nonce, Token));

        await Storage.CleanupAsync(Token);
        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N3")]
    public async Task Exactly_one_of_64_concurrent_consumers_on_two_nodes_gets_consumed_and_the_others_already_used()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();
            await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

            var outcomes = await Race.RunAllAsync(async caller => await nodes[caller % 2].ConsumeNonceAsync(nonce, Token));

            Assert.Single(outcomes, NonceOutcome.Consumed);
            Assert.Equal(Race.Callers - 1, outcomes.Count(outcome => outcome == NonceOutcome.AlreadyUsed));
        }
    }

    [Fact, Rule("N1")]
    public async Task Exactly_one_of_64_concurrent_stores_succeeds_and_the_others_conflict()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();

            var results = await Race.RunAsync(async caller =>
            {
                await nodes[caller % 2].StoreNonceAsync(nonce, cancellationToken: Token);
                return true;
            });

            Assert.Single(results, result => result.Error is null);
            Assert.All(results.Where(result => result.Error is not null), result => Assert.IsType<LtiConflictException>(result.Error));
        }
    }

    [Fact, Rule("N1", "N3")]
    public async Task Stores_that_race_with_consumers_never_admit_two_launches()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();
            await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

            var results = await Race.RunAsync<NonceOutcome?>(async caller =>
            {
                if (caller % 2 == 0)
                {
                    return await nodes[caller / 2 % 2].ConsumeNonceAsync(nonce, Token);
                }

                await nodes[caller / 2 % 2].StoreNonceAsync(nonce, cancellationToken: Token);
                return null;
            });

            Assert.Single(results, result => result.Value == NonceOutcome.Consumed);
            Assert.Equal(Race.Callers / 2, results.Count(result => result.Error is LtiConflictException));
        }
    }

    [Theory, Rule("E1")]
    [MemberData(nameof(HostileText.Storable), MemberType = typeof(HostileText))]
    public async Task A_nonce_with_odd_text_is_stored_exactly(string nonce)
    {
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Theory, Rule("E1")]
    [MemberData(nameof(HostileText.Distinct), MemberType = typeof(HostileText))]
    public async Task Nonces_that_look_alike_are_different(string one, string other)
    {
        await Storage.StoreNonceAsync(one, cancellationToken: Token);

        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(other, Token));
        Assert.True(await Storage.ClaimNonceAsync(other, cancellationToken: Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(one, Token));
    }
}
