using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Nodes whose clocks are ten minutes apart, both ways, on one database.</summary>
public sealed class SkewedClocksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("E7", "N2", "N4", "S2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_ten_minutes_apart_answer_alike(bool coalesces)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        var now = DateTimeOffset.UnixEpoch.AddYears(60);
        await using var slow = Open(now.AddMinutes(-10));
        await using var right = Open(now);
        await using var fast = Open(now.AddMinutes(10));
        PostgreSqlLtiStorage[] nodes = [slow, right, fast];

        foreach (var writer in nodes)
        {
            var (nonce, claimed, session, registration) = (Sample.Nonce(), Sample.Nonce(), Sample.Session(), Sample.Registration());
            await writer.StoreNonceAsync(nonce, TimeSpan.FromMinutes(1), Token);
            Assert.True(await writer.ClaimNonceAsync(claimed, TimeSpan.FromMinutes(1), Token));
            await writer.AddSessionAsync(session, TimeSpan.FromMinutes(1), Token);
            await writer.SaveRegistrationSessionAsync(registration, TimeSpan.FromMinutes(1), Token);

            foreach (var reader in nodes)
            {
                Assert.False(await reader.ClaimNonceAsync(claimed, cancellationToken: Token));
                Assert.Equal(session, await reader.FindSessionAsync(session.Id, Token));
                Assert.NotNull(await reader.FindRegistrationSessionAsync(registration.Id, Token));
                Assert.True(await reader.RenewSessionAsync(session.Id, TimeSpan.FromMinutes(2), Token));
                Assert.Equal(0, (await reader.CleanupAsync(Token)).Nonces);
            }

            // The database's clock alone counts: what has expired there has expired for all.
            await database.ExecuteAsync($"UPDATE nonces SET expires_at = now() WHERE nonce = '{nonce}'; UPDATE sessions SET expires_at = now()");
            foreach (var reader in nodes)
            {
                Assert.Equal(NonceOutcome.Expired, await reader.ConsumeNonceAsync(nonce, Token));
                Assert.Null(await reader.FindSessionAsync(session.Id, Token));
                Assert.False(await reader.RenewSessionAsync(session.Id, cancellationToken: Token));
            }
        }

        PostgreSqlLtiStorage Open(DateTimeOffset time)
        {
            var options = new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString };
            options.CoalesceCalls = coalesces;
            return new PostgreSqlLtiStorage(options, timeProvider: new FakeTimeProvider(time));
        }
    }
}
