using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests nodes on one database whose clocks are ten minutes fast and slow.</summary>
public sealed class SkewedClocksTests
{
    private const int Concurrency = 8;

    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("E7", "N1", "N2", "N5", "L1", "L5", "S2", "S3", "R2", "R3", "K1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_with_clocks_ten_minutes_apart_give_the_same_answers(bool batches)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var slow = Open(_now.AddMinutes(-10));
        await using var right = Open(_now);
        await using var fast = Open(_now.AddMinutes(10));
        PostgreSqlLtiStorage[] nodes = [slow, right, fast];

        foreach (var writer in nodes)
        {
            var (nonce, session, registration, key) = (Sample.Nonce(), Sample.Session(), Sample.Registration(), Sample.LaunchKey());
            var left = Nonces();
            await writer.StoreNonceAsync(nonce, _lifetime, Token);
            await StoreAsync(writer, left);
            await writer.AddSessionAsync(session, _lifetime, Token);
            await writer.SaveRegistrationSessionAsync(registration, _lifetime, Token);
            var config = (await writer.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token)).Config;

            foreach (var reader in nodes)
            {
                await AssertOnceAsync(writer, reader);
                await Assert.ThrowsAsync<LtiConflictException>(async () => await reader.StoreNonceAsync(nonce, _lifetime, Token));
                Assert.All(await ConcurrentlyAsync(_ => reader.FindLaunchConfigAsync(key, Token)), found => Assert.Equal(config, found));
                Assert.NotNull(await reader.FindRegistrationSessionAsync(registration.Id, Token));
                Assert.Equal(Removed(nonces: 0, sessions: 0, registrations: 0), await reader.CleanupAsync(Token));

                // Each node gets the expiry on its own clock.
                foreach (var found in await ConcurrentlyAsync(_ => reader.FindSessionAsync(session.Id, Token)))
                {
                    Assert.Equal(session, found);
                    var remaining = found!.ExpiresAt - (_now + (reader == slow ? -1 : reader == fast ? 1 : 0) * TimeSpan.FromMinutes(10));
                    Assert.InRange(remaining!.Value, TimeSpan.FromTicks(1), _lifetime);
                }

                Assert.True(await reader.RenewSessionAsync(session.Id, _lifetime, Token));
            }

            // Only the database's clock counts, so the rows expire for all nodes.
            await database.ExecuteAsync("UPDATE nonces SET expires_at = now(); UPDATE sessions SET expires_at = now(); UPDATE registration_sessions SET expires_at = now()");
            foreach (var reader in nodes)
            {
                Assert.All(await ConcurrentlyAsync(i => reader.ConsumeNonceAsync(left[i], Token)), AssertIs(NonceOutcome.Expired));
                Assert.All(await ConcurrentlyAsync(i => reader.CompleteLaunchAsync(left[i], Sample.Session(), _lifetime, Token)), AssertIs(NonceOutcome.Expired));
                Assert.All(await ConcurrentlyAsync(_ => reader.FindSessionAsync(session.Id, Token)), Assert.Null);
                Assert.False(await reader.RenewSessionAsync(session.Id, cancellationToken: Token));
                Assert.Null(await reader.FindRegistrationSessionAsync(registration.Id, Token));
            }

            // One row of each kind, the rows that were left over, and the rows of every reader's claims, consumes and launches.
            var launches = Concurrency * nodes.Length;
            Assert.Equal(Removed(1 + Concurrency + (3 * launches), sessions: 1 + launches, registrations: 1), await writer.CleanupAsync(Token));
        }

        PostgreSqlLtiStorage Open(DateTimeOffset time) => new(
            new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString, BatchCalls = batches, Batching = new BatchLimits(Statements: 1) },
            timeProvider: new FakeTimeProvider(time));
    }

    /// <summary>
    /// Makes concurrent calls on one node and checks that the other node sees them done. Most form batches when batching is on.
    /// </summary>
    private static async Task AssertOnceAsync(PostgreSqlLtiStorage writer, PostgreSqlLtiStorage reader)
    {
        var (consumed, claimed, launched) = (Nonces(), Nonces(), Nonces());
        await StoreAsync(writer, [.. consumed, .. launched]);
        Assert.All(await ConcurrentlyAsync(i => writer.ClaimNonceAsync(claimed[i], _lifetime, Token)), Assert.True);
        Assert.All(await ConcurrentlyAsync(i => reader.ClaimNonceAsync(claimed[i], _lifetime, Token)), Assert.False);
        Assert.All(await ConcurrentlyAsync(i => reader.ConsumeNonceAsync(consumed[i], Token)), AssertIs(NonceOutcome.Consumed));
        Assert.All(await ConcurrentlyAsync(i => writer.ConsumeNonceAsync(consumed[i], Token)), AssertIs(NonceOutcome.AlreadyUsed));
        Assert.All(await ConcurrentlyAsync(i => reader.CompleteLaunchAsync(launched[i], Sample.Session(), _lifetime, Token)), AssertIs(NonceOutcome.Consumed));
        Assert.All(await ConcurrentlyAsync(i => writer.CompleteLaunchAsync(launched[i], Sample.Session(), _lifetime, Token)), AssertIs(NonceOutcome.AlreadyUsed));
    }

    private static List<string> Nonces() => [.. Enumerable.Range(0, Concurrency).Select(_ => Sample.Nonce())];

    private static Task StoreAsync(PostgreSqlLtiStorage storage, IEnumerable<string> nonces)
        => Task.WhenAll(nonces.Select(nonce => storage.StoreNonceAsync(nonce, _lifetime, Token).AsTask()));

    private static Task<T[]> ConcurrentlyAsync<T>(Func<int, ValueTask<T>> call) => Task.WhenAll(Enumerable.Range(0, Concurrency).Select(i => call(i).AsTask()));

    private static Action<NonceOutcome> AssertIs(NonceOutcome expected) => outcome => Assert.Equal(expected, outcome);

    private static CleanupResult Removed(long nonces, long sessions, long registrations)
        => new() { Nonces = nonces, Sessions = sessions, RegistrationSessions = registrations, Completed = true };
}
