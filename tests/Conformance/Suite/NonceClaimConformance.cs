using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests claims of nonces (rule N5).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class NonceClaimConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact, Rule("N5")]
    public async Task Claim_returns_true_on_first_sight_only_and_leaves_the_nonce_used()
    {
        var nonce = Any.Nonce();

        Assert.True(await Storage.ClaimNonceAsync(nonce, cancellationToken: Token));

        Assert.False(await Storage.ClaimNonceAsync(nonce, cancellationToken: Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync(nonce, Token));
        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.StoreNonceAsync(nonce, cancellationToken: Token));
    }

    [Fact, Rule("N5")]
    public async Task Claim_of_a_stored_nonce_returns_false_and_changes_nothing()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, _minute, Token);

        Assert.False(await Storage.ClaimNonceAsync(nonce, _minute * 60, Token));

        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
        await Environment.PassAsync(_minute);
        Assert.Equal(NonceOutcome.Expired, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("N5")]
    public async Task An_expired_nonce_can_be_claimed_for_the_given_lifetime()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, _minute, Token);
        await Environment.PassAsync(_minute);

        Assert.True(await Storage.ClaimNonceAsync(nonce, _minute * 2, Token));

        await Environment.PassAsync(_minute);
        Assert.False(await Storage.ClaimNonceAsync(nonce, _minute, Token));
        await Environment.PassAsync(_minute);
        Assert.True(await Storage.ClaimNonceAsync(nonce, _minute, Token));
    }

    [Fact, Rule("N5")]
    public async Task Exactly_one_of_64_concurrent_claims_returns_true()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();

            var claimed = await Race.RunAllAsync(async caller => await nodes[caller % 2].ClaimNonceAsync(nonce, cancellationToken: Token));

            Assert.Single(claimed, true);
        }
    }

    [Fact, Rule("N5")]
    public async Task Exactly_one_of_64_concurrent_claims_of_an_expired_nonce_returns_true()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();
            await Storage.StoreNonceAsync(nonce, _minute, Token);
            await Environment.PassAsync(_minute);

            var claimed = await Race.RunAllAsync(async caller => await nodes[caller % 2].ClaimNonceAsync(nonce, cancellationToken: Token));

            Assert.Single(claimed, true);
        }
    }

    [Fact, Rule("N5")]
    public async Task Exactly_one_of_racing_claims_and_stores_succeeds()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();

            var results = await Race.RunAsync(async caller =>
            {
                if (caller % 2 == 0)
                {
                    return await nodes[caller / 2 % 2].ClaimNonceAsync(nonce, cancellationToken: Token);
                }

                await nodes[caller / 2 % 2].StoreNonceAsync(nonce, cancellationToken: Token);
                return true;
            });

            Assert.Single(results, result => result.Value);
        }
    }
}
