using System.Text.Json;
using Lti.Storage.Benchmarks.PostgreSql;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>What every contender has to get right before its time counts.</summary>
public abstract class ContenderTests(DatabaseFixture fixture) : IAsyncLifetime
{
    private const int Callers = 64;

    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    private IContender? _contender;

    private BenchmarkDatabase Database => fixture.Database;

    private IContender Contender => _contender!;

    public ValueTask InitializeAsync()
    {
        _contender = Open(Database.ConnectionString);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_contender is not null)
        {
            await _contender.DisposeAsync();
        }
    }

    [Fact]
    public async Task Of_many_who_consume_a_nonce_at_once_one_wins()
    {
        var nonce = NewKey();
        await Contender.StoreNonceAsync(nonce, _hour);

        var outcomes = await AtOnceAsync(() => Contender.ConsumeNonceAsync(nonce));

        Assert.Equal(1, outcomes.Count(outcome => outcome == NonceOutcome.Consumed));
        Assert.Equal(Callers - 1, outcomes.Count(outcome => outcome == NonceOutcome.AlreadyUsed));
    }

    [Fact]
    public async Task Of_many_who_claim_a_nonce_at_once_one_wins()
    {
        var nonce = NewKey();

        Assert.Single(await AtOnceAsync(() => Contender.ClaimNonceAsync(nonce, _hour)), claimed => claimed);
        Assert.Equal(NonceOutcome.AlreadyUsed, await Contender.ConsumeNonceAsync(nonce));
    }

    [Fact]
    public async Task Of_many_who_complete_a_launch_at_once_one_wins_and_only_its_session_is_stored()
    {
        var nonce = NewKey();
        await Contender.StoreNonceAsync(nonce, _hour);

        var completed = await AtOnceAsync(async () =>
        {
            var session = Payload.Session();
            return (Outcome: await Contender.CompleteLaunchAsync(nonce, session, _hour), Stored: await Contender.FindSessionAsync(session.Id) is not null);
        });

        Assert.Single(completed, one => one.Outcome == NonceOutcome.Consumed);
        Assert.All(completed, one => Assert.Equal(one.Outcome == NonceOutcome.Consumed, one.Stored));
        Assert.All(completed, one => Assert.True(one.Outcome is NonceOutcome.Consumed or NonceOutcome.AlreadyUsed));
    }

    [Fact]
    public async Task Of_many_who_consume_a_registration_session_at_once_one_gets_it()
    {
        var id = Guid.NewGuid();
        await Database.AddSessionsAsync("registration_sessions", Payload.Registration.Utf8Document, [id]);

        var found = await AtOnceAsync(() => Contender.ConsumeRegistrationSessionAsync(id));

        var one = Assert.Single(found, session => session is not null);
        Assert.Equal(Payload.Registration.RegistrationToken, one!.RegistrationToken);
        Assert.True(JsonElement.DeepEquals(Payload.Registration.OpenIdConfiguration!.Value, one.OpenIdConfiguration!.Value));
    }

    [Fact]
    public async Task A_completion_whose_session_is_taken_leaves_the_nonce_unused()
    {
        var (nonce, session) = (NewKey(), Payload.Session());
        await Contender.StoreNonceAsync(nonce, _hour);
        await Contender.AddSessionAsync(session, _hour);

        await Assert.ThrowsAsync<LtiConflictException>(async () => await Contender.CompleteLaunchAsync(nonce, session, _hour));

        Assert.Equal(NonceOutcome.Consumed, await Contender.ConsumeNonceAsync(nonce));
    }

    [Fact]
    public async Task A_completion_without_a_usable_nonce_stores_no_session()
    {
        var (expired, session) = (NewKey(), Payload.Session());
        await Database.AddNoncesAsync([expired], -_hour);

        Assert.Equal(NonceOutcome.Unknown, await Contender.CompleteLaunchAsync(NewKey(), session, _hour));
        Assert.Equal(NonceOutcome.Expired, await Contender.CompleteLaunchAsync(expired, session, _hour));
        Assert.Null(await Contender.FindSessionAsync(session.Id));
    }

    [Fact]
    public async Task A_nonce_that_is_stored_already_is_a_conflict_and_an_expired_one_is_not()
    {
        var (stored, expired) = (NewKey(), NewKey());
        await Contender.StoreNonceAsync(stored, _hour);
        await Database.AddNoncesAsync([expired], -_hour);

        await Assert.ThrowsAsync<LtiConflictException>(async () => await Contender.StoreNonceAsync(stored, _hour));
        Assert.False(await Contender.ClaimNonceAsync(stored, _hour));
        Assert.Equal(NonceOutcome.Expired, await Contender.ConsumeNonceAsync(expired));
        await Contender.StoreNonceAsync(expired, _hour);
        Assert.Equal(NonceOutcome.Consumed, await Contender.ConsumeNonceAsync(expired));
        Assert.Equal(NonceOutcome.Unknown, await Contender.ConsumeNonceAsync(NewKey()));
    }

    [Fact]
    public async Task A_session_comes_back_equal_as_JSON_until_it_expires()
    {
        var (session, expired) = (Payload.Session(), Payload.Session());
        await Contender.AddSessionAsync(session, _hour);
        await Database.AddSessionsAsync("sessions", expired.Utf8Document, [expired.Id], -_hour);

        var found = await Contender.FindSessionAsync(session.Id);

        Assert.Equal(session, found! with { ExpiresAt = null });
        Assert.InRange(found.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), _hour / 2, _hour);
        Assert.Null(await Contender.FindSessionAsync(expired.Id));
        await Assert.ThrowsAsync<LtiConflictException>(async () => await Contender.AddSessionAsync(session, _hour));
    }

    [Fact]
    public async Task A_registration_session_that_has_expired_is_not_handed_out()
    {
        var id = Guid.NewGuid();
        await Database.AddSessionsAsync("registration_sessions", Payload.Registration.Utf8Document, [id], -_hour);

        Assert.Null(await Contender.ConsumeRegistrationSessionAsync(id));
    }

    [Fact]
    public async Task A_launch_configuration_is_found_exactly_or_through_default_or_not_at_all()
    {
        var exact = await Contender.FindLaunchConfigAsync(new LaunchKey(Payload.Issuer, "client-3", LtiDeployment.DefaultDeploymentId));
        var through = await Contender.FindLaunchConfigAsync(new LaunchKey(Payload.Issuer, "client-3", "not stored"));

        Assert.Equal(LaunchConfigMatch.Exact, exact!.Match);
        Assert.Equal(exact with { Match = LaunchConfigMatch.Default }, through);
        Assert.Equal($"{Payload.Issuer}/login/oauth2/token", exact.Endpoints.TokenUrl);
        Assert.Null(await Contender.FindLaunchConfigAsync(new LaunchKey(Payload.Issuer, "no client", LtiDeployment.DefaultDeploymentId)));
    }

    internal abstract IContender Open(string connectionString);

    private static string NewKey() => Guid.NewGuid().ToString("N");

    private static Task<T[]> AtOnceAsync<T>(Func<ValueTask<T>> act)
        => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () => await act())));
}
