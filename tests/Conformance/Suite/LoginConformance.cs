using System.Text.Json;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests logins on the server (rules G1 to G4).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class LoginConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    /// <summary>Logins with and without each optional member.</summary>
    public static TheoryData<string?, string?, string?, string?> OptionalMembers { get; } = new()
    {
        { null, null, null, null },
        { "deployment", null, null, null },
        { null, "https://tool.example.edu/deep?link=1&x=%20", null, null },
        { null, null, "_parent", null },
        { null, null, null, "{}" },
        { "d\u00E9p\U0001F600", "https://tool.example.edu/", "frame", """{"returnTo":"/a?b=\"c\"","n":1.00,"list":[1,null,{}]}""" },
    };

    [Theory, Rule("G1", "G2")]
    [MemberData(nameof(OptionalMembers))]
    public async Task Stored_login_is_found_with_every_member(string? deploymentId, string? target, string? storageTarget, string? data)
    {
        var login = Any.Login() with
        {
            DeploymentId = deploymentId,
            TargetLinkUri = target,
            StorageTarget = storageTarget,
            Data = data is null ? null : JsonElement.Parse(data),
        };

        await Storage.BeginLoginAsync(login, cancellationToken: Token);

        var found = await Storage.FindLoginAsync(login.State, Token);
        Assert.Equal(login, found! with { ExpiresAt = null });
        Assert.NotNull(found.ExpiresAt);
    }

    [Fact, Rule("G2")]
    public async Task Each_login_is_found_with_its_own_platform_and_nonce()
    {
        var one = Any.Login() with { Issuer = "https://one.example.edu", ClientId = "one" };
        var other = Any.Login() with { Issuer = "https://other.example.edu", ClientId = "other" };
        await Storage.BeginLoginAsync(one, cancellationToken: Token);
        await Storage.BeginLoginAsync(other, cancellationToken: Token);

        Assert.Equal(one, (await Storage.FindLoginAsync(one.State, Token))! with { ExpiresAt = null });
        Assert.Equal(other, (await Storage.FindLoginAsync(other.State, Token))! with { ExpiresAt = null });
    }

    [Fact, Rule("G1", "C7")]
    public async Task Empty_deployment_id_of_a_login_counts_as_absent()
    {
        var login = Any.Login() with { DeploymentId = "" };

        await Storage.BeginLoginAsync(login, cancellationToken: Token);

        var found = await Storage.FindLoginAsync(login.State, Token);
        Assert.Equal(login with { DeploymentId = null }, found! with { ExpiresAt = null });
    }

    [Fact, Rule("G1", "N1", "N5")]
    public async Task Login_stores_its_nonce()
    {
        var login = Any.Login();
        await Storage.BeginLoginAsync(login, cancellationToken: Token);

        await Assert.ThrowsAsync<LtiConflictException>(async () => await Storage.StoreNonceAsync(login.Nonce, cancellationToken: Token));
        Assert.False(await Storage.ClaimNonceAsync(login.Nonce, cancellationToken: Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(login.Nonce, Token));
    }

    [Fact, Rule("G2", "G3")]
    public async Task Consumed_nonce_uses_its_login_up()
    {
        var login = Any.Login();
        await Storage.BeginLoginAsync(login, cancellationToken: Token);
        Assert.NotNull(await Storage.FindLoginAsync(login.State, Token));
        await Storage.ConsumeNonceAsync(login.Nonce, Token);

        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.CompleteLaunchAsync(login, Any.Session(), cancellationToken: Token));
    }

    [Fact, Rule("G1", "E3", "E8")]
    public async Task Taken_state_is_a_conflict_that_stores_neither_login_nor_nonce()
    {
        var (first, second) = (Any.Login(), Any.Login());
        await Storage.BeginLoginAsync(first, cancellationToken: Token);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.BeginLoginAsync(second with { State = first.State }, cancellationToken: Token));

        Assert.Equal((LtiEntity.Login, null), (conflict.Entity, conflict.Key));
        Assert.DoesNotContain(first.State, conflict.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(second.Nonce, conflict.ToString(), StringComparison.Ordinal);
        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(second.Nonce, Token));
        Assert.Equal(first.Nonce, (await Storage.FindLoginAsync(first.State, Token))?.Nonce);
    }

    [Theory, Rule("G1", "E3", "E8")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Taken_nonce_is_a_conflict_that_stores_no_login(bool used)
    {
        var login = Any.Login();
        await Storage.StoreNonceAsync(login.Nonce, cancellationToken: Token);
        if (used)
        {
            await Storage.ConsumeNonceAsync(login.Nonce, Token);
        }

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.BeginLoginAsync(login, cancellationToken: Token));

        Assert.Equal((LtiEntity.Nonce, null), (conflict.Entity, conflict.Key));
        Assert.DoesNotContain(login.Nonce, conflict.ToString(), StringComparison.Ordinal);
        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
        Assert.Equal(used ? NonceOutcome.AlreadyUsed : NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(login.Nonce, Token));
    }

    [Theory, Rule("G1", "G4")]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Expired_state_and_nonce_count_as_absent_before_a_cleanup(bool sameState, bool sameNonce)
    {
        var (old, next) = (Any.Login(), Any.Login());
        await Storage.BeginLoginAsync(old, _minute, Token);
        await Environment.PassAsync(_minute);
        next = next with { State = sameState ? old.State : next.State, Nonce = sameNonce ? old.Nonce : next.Nonce };

        await Storage.BeginLoginAsync(next, _minute, Token);

        Assert.Equal(next, (await Storage.FindLoginAsync(next.State, Token))! with { ExpiresAt = null });
        Assert.Equal(sameState, await Storage.FindLoginAsync(old.State, Token) is not null);
        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(next, Any.Session(), cancellationToken: Token));
    }

    [Fact, Rule("G1")]
    public async Task State_and_nonce_of_two_expired_logins_can_be_taken_together()
    {
        var (one, other) = (Any.Login(), Any.Login());
        await Storage.BeginLoginAsync(one, _minute, Token);
        await Storage.BeginLoginAsync(other, _minute, Token);
        await Environment.PassAsync(_minute);

        var next = Any.Login() with { State = one.State, Nonce = other.Nonce };
        await Storage.BeginLoginAsync(next, cancellationToken: Token);

        Assert.Equal(next.Nonce, (await Storage.FindLoginAsync(next.State, Token))?.Nonce);
        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(next, Any.Session(), cancellationToken: Token));
        Assert.Null(await Storage.FindLoginAsync(other.State, Token));
    }

    [Fact, Rule("G1", "E3")]
    public async Task Login_that_is_refused_for_its_nonce_changes_no_expired_login_of_its_state()
    {
        var (old, taken) = (Any.Login(), Any.Nonce());
        await Storage.BeginLoginAsync(old, _minute, Token);
        await Environment.PassAsync(_minute);
        await Storage.StoreNonceAsync(taken, cancellationToken: Token);

        await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.BeginLoginAsync(Any.Login() with { State = old.State, Nonce = taken }, cancellationToken: Token));

        Assert.Equal(NonceOutcome.Expired, await Storage.CompleteLaunchAsync(old, Any.Session(), cancellationToken: Token));
    }

    [Fact, Rule("G1", "N1")]
    public async Task Nonce_stored_over_an_expired_login_does_not_bring_its_state_back()
    {
        var login = Any.Login();
        await Storage.BeginLoginAsync(login, _minute, Token);
        await Environment.PassAsync(_minute);

        await Storage.StoreNonceAsync(login.Nonce, cancellationToken: Token);

        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(login, Any.Session(), cancellationToken: Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(login.Nonce, Token));
    }

    [Fact, Rule("G2")]
    public async Task Unknown_state_and_a_nonce_without_a_login_are_not_found()
    {
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        Assert.Null(await Storage.FindLoginAsync(Any.Key("state"), Token));
        Assert.Null(await Storage.FindLoginAsync(nonce, Token));
    }

    [Fact, Rule("G2", "E1")]
    public async Task State_is_compared_ordinally()
    {
        var login = Any.Login() with { State = Any.Key("State") };
        await Storage.BeginLoginAsync(login, cancellationToken: Token);

        Assert.Null(await Storage.FindLoginAsync(login.State.ToUpperInvariant(), Token));
        Assert.Null(await Storage.FindLoginAsync(login.State + " ", Token));
        Assert.NotNull(await Storage.FindLoginAsync(login.State, Token));
    }

    [Fact, Rule("G4", "N4", "E7")]
    public async Task Login_is_expired_at_the_instant_of_its_expiry_but_not_one_clock_step_before()
    {
        await Environment.FreezeAsync();
        var login = Any.Login();
        await Storage.BeginLoginAsync(login, _minute, Token);

        await Environment.PassAsync(_minute - Environment.ClockStep);
        Assert.NotNull(await Storage.FindLoginAsync(login.State, Token));

        await Environment.PassAsync(Environment.ClockStep);
        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
        Assert.Equal(NonceOutcome.Expired, await Storage.CompleteLaunchAsync(login, Any.Session(), cancellationToken: Token));
    }

    [Fact, Rule("G1", "E7")]
    public async Task Default_lifetime_of_a_login_is_that_of_a_nonce()
    {
        await using var brief = await Fixture.CreateAsync(new LtiStorageOptions { NonceLifetime = _minute });
        var login = Any.Login();
        await brief.Storage.BeginLoginAsync(login, cancellationToken: Token);
        var before = brief.CallerClock.GetUtcNow();

        var found = await brief.Storage.FindLoginAsync(login.State, Token);
        await brief.PassAsync(_minute);

        Assert.InRange(found!.ExpiresAt!.Value, before, brief.CallerClock.GetUtcNow() + _minute);
        Assert.Null(await brief.Storage.FindLoginAsync(login.State, Token));
    }

    [Fact, Rule("G4", "K1")]
    public async Task Cleanup_removes_expired_logins_and_counts_each_as_one_nonce()
    {
        var (expired, used, live) = (Any.Login(), Any.Login(), Any.Login());
        await Storage.BeginLoginAsync(expired, _minute, Token);
        await Storage.BeginLoginAsync(used, _minute, Token);
        await Storage.ConsumeNonceAsync(used.Nonce, Token);
        await Storage.BeginLoginAsync(live, 2 * _minute, Token);
        await Environment.PassAsync(_minute);

        var removed = await Storage.CleanupAsync(Token);

        Assert.Equal((2, 0, 0), (removed.Nonces, removed.Sessions, removed.RegistrationSessions));
        Assert.NotNull(await Storage.FindLoginAsync(live.State, Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(expired, Any.Session(), cancellationToken: Token));
        await Storage.BeginLoginAsync(expired, cancellationToken: Token);
    }

    [Fact, Rule("G3", "L5")]
    public async Task Launch_with_a_login_consumes_it_and_adds_the_session()
    {
        var (login, session) = (Any.Login(), Any.Session());
        await Storage.BeginLoginAsync(login, cancellationToken: Token);
        var found = await Storage.FindLoginAsync(login.State, Token);

        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(found!, session, cancellationToken: Token));

        Assert.Equal(session, await Storage.FindSessionAsync(session.Id, Token));
        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync(login.Nonce, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.CompleteLaunchAsync(found!, Any.Session(), cancellationToken: Token));
    }

    [Fact, Rule("G3")]
    public async Task State_and_nonce_of_different_logins_complete_nothing()
    {
        var (one, other, session) = (Any.Login(), Any.Login(), Any.Session());
        await Storage.BeginLoginAsync(one, cancellationToken: Token);
        await Storage.BeginLoginAsync(other, cancellationToken: Token);
        var plain = Any.Nonce();
        await Storage.StoreNonceAsync(plain, cancellationToken: Token);

        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(one with { Nonce = other.Nonce }, session, cancellationToken: Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(one with { Nonce = plain }, session, cancellationToken: Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.CompleteLaunchAsync(one with { State = Any.Key("state") }, session, cancellationToken: Token));

        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
        Assert.NotNull(await Storage.FindLoginAsync(one.State, Token));
        Assert.NotNull(await Storage.FindLoginAsync(other.State, Token));
    }

    [Fact, Rule("G3", "S1")]
    public async Task Launch_with_a_stored_session_id_is_a_conflict_and_leaves_the_login_unused()
    {
        var (login, session) = (Any.Login(), Any.Session());
        await Storage.BeginLoginAsync(login, cancellationToken: Token);
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        var conflict = await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.CompleteLaunchAsync(login, session, cancellationToken: Token));

        Assert.Equal(LtiEntity.Session, conflict.Entity);
        Assert.NotNull(await Storage.FindLoginAsync(login.State, Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.CompleteLaunchAsync(login, Any.Session(), cancellationToken: Token));
    }

    [Fact, Rule("G3", "S2")]
    public async Task Given_lifetime_of_a_launch_applies_to_its_session()
    {
        var (login, session) = (Any.Login(), Any.Session());
        await Storage.BeginLoginAsync(login, cancellationToken: Token);
        await Storage.CompleteLaunchAsync(login, session, 30 * _minute, Token);

        await Environment.PassAsync(29 * _minute);
        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));
        await Environment.PassAsync(_minute);
        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
    }

    [Fact, Rule("G1")]
    public async Task Exactly_one_of_64_concurrent_logins_with_one_state_is_stored()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var state = Any.Key("state");
            var logins = Enumerable.Range(0, Race.Callers).Select(_ => Any.Login() with { State = state }).ToList();

            var results = await Race.RunAsync(async caller =>
            {
                await nodes[caller % 2].BeginLoginAsync(logins[caller], cancellationToken: Token);
                return true;
            });

            Assert.All(results.Where(result => result.Error is not null), result => Assert.Equal(
                LtiEntity.Login, Assert.IsType<LtiConflictException>(result.Error).Entity));
            var winner = Assert.Single(results.Index(), result => result.Item.Error is null).Index;
            Assert.Equal(logins[winner].Nonce, (await Storage.FindLoginAsync(state, Token))?.Nonce);
            for (var caller = 0; caller < Race.Callers; caller++)
            {
                Assert.Equal(
                    caller == winner ? NonceOutcome.Consumed : NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(logins[caller].Nonce, Token));
            }
        }
    }

    [Fact, Rule("G1", "N1")]
    public async Task Exactly_one_of_64_concurrent_logins_and_stores_with_one_nonce_succeeds()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();
            var logins = Enumerable.Range(0, Race.Callers).Select(_ => Any.Login() with { Nonce = nonce }).ToList();

            var results = await Race.RunAsync(async caller =>
            {
                var node = nodes[caller / 2 % 2];
                await (caller % 2 == 0
                    ? node.BeginLoginAsync(logins[caller], cancellationToken: Token)
                    : node.StoreNonceAsync(nonce, cancellationToken: Token));
                return true;
            });

            Assert.All(results.Where(result => result.Error is not null), result => Assert.Equal(
                LtiEntity.Nonce, Assert.IsType<LtiConflictException>(result.Error).Entity));
            var winner = Assert.Single(results.Index(), result => result.Item.Error is null).Index;
            for (var caller = 0; caller < Race.Callers; caller++)
            {
                Assert.Equal(
                    caller == winner && caller % 2 == 0, await Storage.FindLoginAsync(logins[caller].State, Token) is not null);
            }
        }
    }

    [Fact, Rule("G3", "N3")]
    public async Task Exactly_one_of_64_concurrent_launches_with_one_login_adds_its_session()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var login = Any.Login();
            var sessions = Enumerable.Range(0, Race.Callers).Select(_ => Any.Session()).ToList();
            await Storage.BeginLoginAsync(login, cancellationToken: Token);

            var outcomes = await Race.RunAllAsync(async caller
                => await nodes[caller % 2].CompleteLaunchAsync(login, sessions[caller], cancellationToken: Token));

            Assert.Single(outcomes, NonceOutcome.Consumed);
            Assert.All(outcomes, outcome => Assert.True(outcome is NonceOutcome.Consumed or NonceOutcome.AlreadyUsed));
            for (var caller = 0; caller < Race.Callers; caller++)
            {
                Assert.Equal(outcomes[caller] == NonceOutcome.Consumed, await Storage.FindSessionAsync(sessions[caller].Id, Token) is not null);
            }
        }
    }

    [Fact, Rule("G3", "N3")]
    public async Task Exactly_one_of_racing_launches_by_login_by_nonce_and_consumers_consumes_the_login()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var login = Any.Login();
            await Storage.BeginLoginAsync(login, cancellationToken: Token);

            var outcomes = await Race.RunAllAsync(async caller => (caller % 3) switch
            {
                0 => await nodes[caller / 3 % 2].CompleteLaunchAsync(login, Any.Session(), cancellationToken: Token),
                1 => await nodes[caller / 3 % 2].CompleteLaunchAsync(login.Nonce, Any.Session(), cancellationToken: Token),
                _ => await nodes[caller / 3 % 2].ConsumeNonceAsync(login.Nonce, Token),
            });

            Assert.Single(outcomes, NonceOutcome.Consumed);
        }
    }

    [Fact, Rule("E5", "G3")]
    public async Task Launch_with_a_login_that_is_cancelled_in_flight_is_done_in_full_or_not_at_all()
    {
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var (login, session) = (Any.Login(), Any.Session());
            await Storage.BeginLoginAsync(login, cancellationToken: Token);

            var (answered, _) = await Cancel.MeanwhileAsync(round, token => Storage.CompleteLaunchAsync(login, session, null, token));

            Assert.Equal(answered, await Storage.FindSessionAsync(session.Id, Token) is not null);
            Assert.Equal(!answered, await Storage.FindLoginAsync(login.State, Token) is not null);
        }
    }

    [Theory, Rule("E2", "G1", "G4")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a":"\ud800"}""")]
    public async Task Data_that_are_no_storable_object_are_refused_and_nothing_is_stored(string data)
    {
        var login = Any.Login() with { Data = JsonElement.Parse(data) };

        await AssertRefusedAsync(login, "Data");
    }

    [Theory, Rule("E2", "G1")]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Data_may_have_8_kilobytes(int beyond, bool accepted)
    {
        var text = new string('a', LtiLimits.MaxLoginDataBytes - """{"a":""}""".Length + beyond);
        var login = Any.Login() with { Data = JsonElement.Parse($$"""{ "a" : "{{text}}" }""") };

        if (!accepted)
        {
            await AssertRefusedAsync(login, "Data");
            return;
        }

        await Storage.BeginLoginAsync(login, cancellationToken: Token);
        Assert.Equal(login, (await Storage.FindLoginAsync(login.State, Token))! with { ExpiresAt = null });
    }

    [Fact, Rule("E2", "G1")]
    public async Task Lifetime_that_is_not_positive_or_too_long_is_refused()
    {
        var login = Any.Login();
        foreach (var lifetime in new[] { TimeSpan.Zero, -_minute, LtiLimits.MaxLifetime + TimeSpan.FromTicks(1) })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                "lifetime", async () => await Storage.BeginLoginAsync(login, lifetime, Token));
        }

        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
    }

    private async Task AssertRefusedAsync(LtiLogin login, string member)
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Storage.BeginLoginAsync(login, cancellationToken: Token));
        Assert.Contains(member, error.ParamName, StringComparison.Ordinal);
        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(login.Nonce, Token));
    }
}
