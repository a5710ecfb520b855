using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests cleanup in batches of ten (rules K1 to K3).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class CleanupConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override LtiStorageOptions Options { get; } = new() { CleanupBatchSize = 10 };

    [Fact, Rule("K1")]
    public async Task Cleanup_removes_only_expired_entries_and_counts_each_kind()
    {
        var (nonce, used, session, registration) = (Any.Nonce(), Any.Nonce(), Any.Session(), Any.Registration(Guid.NewGuid()));
        var (anonymous, login) = (Any.Session(userId: null), Any.Login());
        await AddExpiringAsync(nonces: 3, sessions: 2, registrations: 1);
        await Storage.StoreNonceAsync(nonce, 2 * _minute, Token);
        await Storage.ClaimNonceAsync(used, 2 * _minute, Token);
        await Storage.AddSessionAsync(session, 2 * _minute, Token);
        await Storage.AddSessionAsync(anonymous, 2 * _minute, Token);
        await Storage.BeginLoginAsync(login, 2 * _minute, Token);
        await Storage.SaveRegistrationSessionAsync(registration, 2 * _minute, Token);
        var config = (await Storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, cancellationToken: Token)).Config;
        await Environment.PassAsync(_minute);

        var result = await Storage.CleanupAsync(Token);

        Assert.Equal(new CleanupResult { Nonces = 3, Sessions = 2, RegistrationSessions = 1, Completed = true }, result);
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync(used, Token));
        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));
        Assert.NotNull(await Storage.FindSessionAsync(anonymous.Id, Token));
        Assert.NotNull(await Storage.FindLoginAsync(login.State, Token));
        Assert.NotNull(await Storage.FindRegistrationSessionAsync(registration.Id, Token));
        Assert.NotNull(await Storage.FindClientAsync(config.ClientKey, Token));
        Assert.Equal(Nothing(completed: true), await Storage.CleanupAsync(Token));
    }

    [Fact, Rule("K1", "N4")]
    public async Task Cleanup_removes_an_entry_at_the_instant_of_its_expiry_but_not_before()
    {
        await Environment.FreezeAsync();
        await AddExpiringAsync(nonces: 1, sessions: 1, registrations: 1);

        await Environment.PassAsync(_minute - Environment.ClockStep);
        Assert.Equal(Nothing(completed: true), await Storage.CleanupAsync(Token));

        await Environment.PassAsync(Environment.ClockStep);
        Assert.Equal(new CleanupResult { Nonces = 1, Sessions = 1, RegistrationSessions = 1, Completed = true }, await Storage.CleanupAsync(Token));
    }

    [Fact, Rule("K1", "S3")]
    public async Task A_renewed_session_and_a_replaced_nonce_are_not_cleaned_up()
    {
        var (session, nonce, registration) = (Any.Session(), Any.Nonce(), Guid.NewGuid());
        await Storage.AddSessionAsync(session, _minute, Token);
        await Storage.StoreNonceAsync(nonce, _minute, Token);
        await Storage.SaveRegistrationSessionAsync(Any.Registration(registration), _minute, Token);
        await Storage.RenewSessionAsync(session.Id, 3 * _minute, Token);
        await Environment.PassAsync(_minute);
        await Storage.StoreNonceAsync(nonce, _minute * 2, Token);
        await Storage.SaveRegistrationSessionAsync(Any.Registration(registration), 2 * _minute, Token);

        Assert.Equal(Nothing(completed: true), await Storage.CleanupAsync(Token));
        Assert.NotNull(await Storage.FindSessionAsync(session.Id, Token));
        Assert.NotNull(await Storage.FindRegistrationSessionAsync(registration, Token));

        await Environment.PassAsync(2 * _minute);
        Assert.Equal(new CleanupResult { Nonces = 1, Sessions = 1, RegistrationSessions = 1, Completed = true }, await Storage.CleanupAsync(Token));
    }

    [Fact, Rule("K2")]
    public async Task One_run_removes_more_than_one_batch()
    {
        await AddExpiringAsync(nonces: 1005, sessions: 25, registrations: 11);
        await Environment.PassAsync(_minute);

        var result = await Storage.CleanupAsync(Token);

        Assert.Equal(new CleanupResult { Nonces = 1005, Sessions = 25, RegistrationSessions = 11, Completed = true }, result);
    }

    [Fact, Rule("K2")]
    public async Task Concurrent_cleanups_count_each_entry_once()
    {
        var nodes = await NodesAsync();
        await AddExpiringAsync(nonces: 200, sessions: 50, registrations: 20);
        await Environment.PassAsync(_minute);

        var results = await Race.RunAllAsync(async caller => await nodes[caller % 2].CleanupAsync(Token), callers: 16);

        Assert.All(results, result => Assert.True(result.Completed));
        Assert.Equal(
            (200L, 50L, 20L), (results.Sum(result => result.Nonces), results.Sum(result => result.Sessions), results.Sum(result => result.RegistrationSessions)));
    }

    [Fact, Rule("K2")]
    public async Task Launches_succeed_while_a_cleanup_runs()
    {
        var nodes = await NodesAsync();
        await AddExpiringAsync(nonces: 200, sessions: 50, registrations: 0);
        await Environment.PassAsync(_minute);

        var results = await Race.RunAllAsync(async caller =>
        {
            if (caller % 8 == 0)
            {
                await nodes[caller / 8 % 2].CleanupAsync(Token);
                return true;
            }

            var (nonce, session) = (Any.Nonce(), Any.Session());
            await nodes[caller % 2].StoreNonceAsync(nonce, _minute, Token);
            return await nodes[caller % 2].CompleteLaunchAsync(nonce, session, _minute, Token) == NonceOutcome.Consumed
                && await Storage.FindSessionAsync(session.Id, Token) is not null;
        });

        Assert.All(results, Assert.True);
    }

    [Fact, Rule("K3", "E5")]
    public async Task A_cleanup_cancelled_before_its_first_batch_throws_and_removes_nothing()
    {
        await AddExpiringAsync(nonces: 3, sessions: 2, registrations: 1);
        await Environment.PassAsync(_minute);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Storage.CleanupAsync(new CancellationToken(canceled: true)));

        Assert.Equal(new CleanupResult { Nonces = 3, Sessions = 2, RegistrationSessions = 1, Completed = true }, await Storage.CleanupAsync(Token));
    }

    [Fact, Rule("K3")]
    public async Task A_cancelled_cleanup_returns_its_counts_and_the_next_run_removes_the_rest()
    {
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            await AddExpiringAsync(nonces: 60, sessions: 30, registrations: 0);
            await Environment.PassAsync(_minute);

            var (answered, result) = await Cancel.MeanwhileAsync(round, token => Storage.CleanupAsync(token));

            // If it threw, its first batch had not begun.
            var first = answered ? result! : Nothing(completed: false);
            Assert.True(!first.Completed || first is { Nonces: 60, Sessions: 30 }, first.ToString());
            Assert.Equal(
                new CleanupResult { Nonces = 60 - first.Nonces, Sessions = 30 - first.Sessions, RegistrationSessions = 0, Completed = true },
                await Storage.CleanupAsync(Token));
        }
    }

    private static CleanupResult Nothing(bool completed) => new() { Nonces = 0, Sessions = 0, RegistrationSessions = 0, Completed = completed };

    private async Task AddExpiringAsync(int nonces, int sessions, int registrations)
    {
        for (var i = 0; i < nonces; i++)
        {
            await Storage.StoreNonceAsync(Any.Nonce(), _minute, Token);
        }

        for (var i = 0; i < sessions; i++)
        {
            await Storage.AddSessionAsync(Any.Session(), _minute, Token);
        }

        for (var i = 0; i < registrations; i++)
        {
            await Storage.SaveRegistrationSessionAsync(Any.Registration(Guid.NewGuid()), _minute, Token);
        }
    }
}
