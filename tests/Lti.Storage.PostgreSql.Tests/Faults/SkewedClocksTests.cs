using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Coalescing;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Nodes whose clocks are ten minutes apart, both ways, on one database.</summary>
public sealed class SkewedClocksTests
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("E7", "N1", "N2", "N5", "S2", "S3", "R2", "R3", "K1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_ten_minutes_apart_answer_alike(bool coalesces)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var slow = Open(_now.AddMinutes(-10));
        await using var right = Open(_now);
        await using var fast = Open(_now.AddMinutes(10));
        PostgreSqlLtiStorage[] nodes = [slow, right, fast];

        foreach (var writer in nodes)
        {
            var (nonce, claimed, session, registration) = (Sample.Nonce(), Sample.Nonce(), Sample.Session(), Sample.Registration());
            var mine = nodes.Select(_ => Sample.Nonce()).ToList();
            await Task.WhenAll(mine.Append(nonce).Select(each => writer.StoreNonceAsync(each, _lifetime, Token).AsTask()));
            Assert.True(await writer.ClaimNonceAsync(claimed, _lifetime, Token));
            await writer.AddSessionAsync(session, _lifetime, Token);
            await writer.SaveRegistrationSessionAsync(registration, _lifetime, Token);

            foreach (var (reader, own) in nodes.Zip(mine))
            {
                await Assert.ThrowsAsync<LtiConflictException>(async () => await reader.StoreNonceAsync(nonce, _lifetime, Token));
                Assert.False(await reader.ClaimNonceAsync(claimed, cancellationToken: Token));
                Assert.Equal(NonceOutcome.Consumed, await reader.ConsumeNonceAsync(own, Token));
                Assert.Equal(NonceOutcome.AlreadyUsed, await writer.ConsumeNonceAsync(own, Token));
                Assert.NotNull(await reader.FindRegistrationSessionAsync(registration.Id, Token));
                Assert.Equal(Removed(nonces: 0, sessions: 0, registrations: 0), await reader.CleanupAsync(Token));

                // Alone, and several that share statements. Each is told the expiry on their own clock.
                foreach (var found in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reader.FindSessionAsync(session.Id, Token).AsTask())))
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
                Assert.Equal(NonceOutcome.Expired, await reader.ConsumeNonceAsync(nonce, Token));
                Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reader.FindSessionAsync(session.Id, Token).AsTask())), Assert.Null);
                Assert.False(await reader.RenewSessionAsync(session.Id, cancellationToken: Token));
                Assert.Null(await reader.FindRegistrationSessionAsync(registration.Id, Token));
            }

            Assert.Equal(Removed(2 + nodes.Length, sessions: 1, registrations: 1), await writer.CleanupAsync(Token));
        }

        PostgreSqlLtiStorage Open(DateTimeOffset time) => new(
            new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString, CoalesceCalls = coalesces, Coalescing = new CoalescingLimits(Statements: 1) },
            timeProvider: new FakeTimeProvider(time));
    }

    private static CleanupResult Removed(long nonces, long sessions, long registrations)
        => new() { Nonces = nonces, Sessions = sessions, RegistrationSessions = registrations, Completed = true };
}
