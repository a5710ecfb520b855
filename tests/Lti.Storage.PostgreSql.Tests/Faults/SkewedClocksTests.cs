using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Nodes whose clocks are ten minutes apart, both ways, on one database.</summary>
public sealed class SkewedClocksTests
{
    private const int AtOnce = 8;

    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("E7", "N1", "N2", "N5", "L1", "L5", "S2", "S3", "R2", "R3", "K1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_ten_minutes_apart_answer_alike(bool batches)
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
            var config = await writer.SaveLaunchConfigAsync(key, Sample.Endpoints, Token);

            foreach (var reader in nodes)
            {
                await AssertOnceAsync(writer, reader);
                await Assert.ThrowsAsync<LtiConflictException>(async () => await reader.StoreNonceAsync(nonce, _lifetime, Token));
                Assert.All(await AtOnceAsync(_ => reader.FindLaunchConfigAsync(key, Token)), found => Assert.Equal(config, found));
                Assert.NotNull(await reader.FindRegistrationSessionAsync(registration.Id, Token));
                Assert.Equal(Removed(nonces: 0, sessions: 0, registrations: 0), await reader.CleanupAsync(Token));

                // Each is told the expiry on their own clock.
                foreach (var found in await AtOnceAsync(_ => reader.FindSessionAsync(session.Id, Token)))
                {
                    Assert.Equal(session, found);
                    var remaining = found!.ExpiresAt - (_now + (reader == slow ? -1 : reader == fast ? 1 : 0) * TimeSpan.FromMinutes(10));
                    Assert.InRange(remaining!.Value, TimeSpan.FromTicks(1), _lifetime);
                }

                Assert.True(await reader.RenewSessionAsync(session.Id, _lifetime, Token));
            }

            // The database's clock alone counts: what has expired there has expired for all.
            await database.ExecuteAsync("UPDATE nonces SET expires_at = now(); UPDATE sessions SET expires_at = now(); UPDATE registration_sessions SET expires_at = now()");
            foreach (var reader in nodes)
            {
                Assert.All(await AtOnceAsync(i => reader.ConsumeNonceAsync(left[i], Token)), AssertIs(NonceOutcome.Expired));
                Assert.All(await AtOnceAsync(i => reader.CompleteLaunchAsync(left[i], Sample.Session(), _lifetime, Token)), AssertIs(NonceOutcome.Expired));
                Assert.All(await AtOnceAsync(_ => reader.FindSessionAsync(session.Id, Token)), Assert.Null);
                Assert.False(await reader.RenewSessionAsync(session.Id, cancellationToken: Token));
                Assert.Null(await reader.FindRegistrationSessionAsync(registration.Id, Token));
            }

            // One of each, those that were left, and what every reader claimed, consumed and launched with.
            var launches = AtOnce * nodes.Length;
            Assert.Equal(Removed(1 + AtOnce + (3 * launches), sessions: 1 + launches, registrations: 1), await writer.CleanupAsync(Token));
        }

        PostgreSqlLtiStorage Open(DateTimeOffset time) => new(
            new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString, BatchCalls = batches, Batching = new BatchLimits(Statements: 1) },
            timeProvider: new FakeTimeProvider(time));
    }

    /// <summary>What one has done, the other finds done; each time several calls at once, so that most share a statement where that is on.</summary>
    private static async Task AssertOnceAsync(PostgreSqlLtiStorage writer, PostgreSqlLtiStorage reader)
    {
        var (consumed, claimed, launched) = (Nonces(), Nonces(), Nonces());
        await StoreAsync(writer, [.. consumed, .. launched]);
        Assert.All(await AtOnceAsync(i => writer.ClaimNonceAsync(claimed[i], _lifetime, Token)), Assert.True);
        Assert.All(await AtOnceAsync(i => reader.ClaimNonceAsync(claimed[i], _lifetime, Token)), Assert.False);
        Assert.All(await AtOnceAsync(i => reader.ConsumeNonceAsync(consumed[i], Token)), AssertIs(NonceOutcome.Consumed));
        Assert.All(await AtOnceAsync(i => writer.ConsumeNonceAsync(consumed[i], Token)), AssertIs(NonceOutcome.AlreadyUsed));
        Assert.All(await AtOnceAsync(i => reader.CompleteLaunchAsync(launched[i], Sample.Session(), _lifetime, Token)), AssertIs(NonceOutcome.Consumed));
        Assert.All(await AtOnceAsync(i => writer.CompleteLaunchAsync(launched[i], Sample.Session(), _lifetime, Token)), AssertIs(NonceOutcome.AlreadyUsed));
    }

    private static List<string> Nonces() => [.. Enumerable.Range(0, AtOnce).Select(_ => Sample.Nonce())];

    private static Task StoreAsync(PostgreSqlLtiStorage storage, IEnumerable<string> nonces)
        => Task.WhenAll(nonces.Select(nonce => storage.StoreNonceAsync(nonce, _lifetime, Token).AsTask()));

    private static Task<T[]> AtOnceAsync<T>(Func<int, ValueTask<T>> call) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => call(i).AsTask()));

    private static Action<NonceOutcome> AssertIs(NonceOutcome expected) => outcome => Assert.Equal(expected, outcome);

    private static CleanupResult Removed(long nonces, long sessions, long registrations)
        => new() { Nonces = nonces, Sessions = sessions, RegistrationSessions = registrations, Completed = true };
}
