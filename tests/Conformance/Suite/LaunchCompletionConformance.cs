using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests the completion of a launch (rule L5).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class LaunchCompletionConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact, Rule("L5")]
    public async Task A_launch_with_an_unused_nonce_consumes_it_and_adds_the_session()
    {
        var (nonce, session) = (Any.Nonce(), Any.Session());
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token));

        Assert.Equal(session, await Storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("L5", "N3")]
    public async Task A_replay_is_refused_and_adds_no_second_session()
    {
        var (nonce, first, second) = (Any.Nonce(), Any.Session(), Any.Session());
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);
        await Storage.CompleteLaunchAsync(nonce, first, cancellationToken: Token);

        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.CompleteLaunchAsync(nonce, second, cancellationToken: Token));

        Assert.Null(await Storage.FindSessionAsync(second.Id, Token));
    }

    [Fact, Rule("L5", "N2")]
    public async Task A_launch_with_an_unknown_claimed_or_expired_nonce_returns_the_outcome_and_adds_no_session()
    {
        var (claimed, expired, session) = (Any.Nonce(), Any.Nonce(), Any.Session());
        await Storage.ClaimNonceAsync(claimed, cancellationToken: Token);
        await Storage.StoreNonceAsync(expired, _minute, Token);
        await Environment.PassAsync(_minute);

        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(Any.Nonce(), session, cancellationToken: Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.CompleteLaunchAsync(claimed, session, cancellationToken: Token));
        Assert.Equal(NonceOutcome.Expired, await Storage.CompleteLaunchAsync(expired, session, cancellationToken: Token));

        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact, Rule("L5", "S1")]
    public async Task A_launch_with_a_stored_session_id_is_a_conflict_and_leaves_the_nonce_unused()
    {
        var (nonce, session) = (Any.Nonce(), Any.Session());
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token));

        Assert.Equal(LtiEntity.Session, conflict.Entity);
        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(nonce, Any.Session(), cancellationToken: Token));
    }

    [Fact, Rule("L5")]
    public async Task A_launch_with_a_refused_nonce_returns_its_outcome_even_if_the_session_id_is_stored()
    {
        var (used, session) = (Any.Nonce(), Any.Session());
        await Storage.ClaimNonceAsync(used, cancellationToken: Token);
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.CompleteLaunchAsync(used, session, cancellationToken: Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(Any.Nonce(), session, cancellationToken: Token));
    }

    [Fact, Rule("L5", "S2")]
    public async Task The_given_lifetime_applies_to_the_session()
    {
        var (nonce, session) = (Any.Nonce(), Any.Session());
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);
        await Storage.CompleteLaunchAsync(nonce, session, 30 * _minute, Token);

        await Environment.PassAsync(29 * _minute);
        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));
        await Environment.PassAsync(_minute);
        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact, Rule("L5", "N3")]
    public async Task Exactly_one_of_64_concurrent_launches_with_one_nonce_adds_its_session()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();
            var sessions = Enumerable.Range(0, Race.Callers).Select(_ => Any.Session()).ToList();
            await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

            var outcomes = await Race.RunAllAsync(async caller
                => await nodes[caller % 2].CompleteLaunchAsync(nonce, sessions[caller], cancellationToken: Token));

            Assert.Single(outcomes, NonceOutcome.Consumed);
            for (var caller = 0; caller < Race.Callers; caller++)
            {
                Assert.Equal(outcomes[caller] == NonceOutcome.Consumed, await Storage.FindSessionAsync(sessions[caller].Id, Token) is not null);
            }
        }
    }

    [Fact, Rule("L5", "N3")]
    public async Task Exactly_one_of_racing_launches_and_consumers_consumes_the_nonce()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();
            await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

            var outcomes = await Race.RunAllAsync(async caller => caller % 2 == 0
                ? await nodes[caller / 2 % 2].CompleteLaunchAsync(nonce, Any.Session(), cancellationToken: Token)
                : await nodes[caller / 2 % 2].ConsumeNonceAsync(nonce, Token));

            Assert.Single(outcomes, NonceOutcome.Consumed);
        }
    }

    [Fact, Rule("L5", "S1")]
    public async Task Exactly_one_of_64_concurrent_launches_with_one_session_id_succeeds_and_the_other_nonces_stay_unused()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var session = Any.Session();
            var nonces = Enumerable.Range(0, Race.Callers).Select(_ => Any.Nonce()).ToList();
            foreach (var nonce in nonces)
            {
                await Storage.StoreNonceAsync(nonce, cancellationToken: Token);
            }

            var results = await Race.RunAsync(async caller
                => await nodes[caller % 2].CompleteLaunchAsync(nonces[caller], session, cancellationToken: Token));

            Assert.Single(results, result => result.Error is null && result.Value == NonceOutcome.Consumed);
            for (var caller = 0; caller < Race.Callers; caller++)
            {
                var expected = results[caller].Error is LtiConflictException ? NonceOutcome.Consumed : NonceOutcome.AlreadyUsed;
                Assert.Equal(expected, await Storage.ConsumeNonceAsync(nonces[caller], Token));
            }
        }
    }
}
