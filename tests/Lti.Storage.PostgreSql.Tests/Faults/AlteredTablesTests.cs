using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests tables that are altered while prepared statements are in use.</summary>
public sealed class AlteredTablesTests
{
    /// <summary>Lists repeatable changes in pairs. The first of a pair changes a column's type and the second restores it.</summary>
    private static readonly string[] _changes =
    [
        "ALTER TABLE clients ADD COLUMN extra text",
        "ALTER TABLE clients DROP COLUMN extra",
        "ALTER TABLE clients ALTER COLUMN token_url TYPE varchar(2048)",
        "ALTER TABLE clients ALTER COLUMN token_url TYPE text",
        "ALTER TABLE nonces ADD COLUMN extra text DEFAULT 'extra'",
        "ALTER TABLE nonces DROP COLUMN extra",
        "ALTER TABLE nonces ALTER COLUMN nonce TYPE text",
        "ALTER TABLE nonces ALTER COLUMN nonce TYPE varchar(255)",
        "ALTER TABLE sessions ADD COLUMN extra text",
        "ALTER TABLE sessions DROP COLUMN extra",
        "ALTER TABLE registration_sessions ALTER COLUMN data TYPE json USING data::json",
        "ALTER TABLE registration_sessions ALTER COLUMN data TYPE jsonb USING data::jsonb",
    ];

    private long _rounds;
    private bool _isOver;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("F1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Altered_tables_cause_no_error_for_callers(bool batches)
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        var retried = 0;
        var log = new CapturingLoggerFactory(line => Interlocked.Add(ref retried, line.Message.Contains($"({FailureKind.StalePlan})", StringComparison.Ordinal) ? 1 : 0));
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString, MaxPoolSize = 8, BatchCalls = batches }, loggerFactory: log);

        var callers = Enumerable.Range(0, 16).Select(_ => Task.Run(() => CallAsync(storage), Token)).ToArray();
        for (var round = 0; round < FaultRun.Times(1, 20); round++)
        {
            foreach (var change in _changes)
            {
                var seen = Interlocked.Read(ref _rounds);
                await Eventually.TrueAsync(() => Task.FromResult(Interlocked.Read(ref _rounds) >= seen + callers.Length || callers.Any(caller => caller.IsFaulted)), Token);
                await database.ExecuteAsync(change);
            }
        }

        Volatile.Write(ref _isOver, true);
        await Task.WhenAll(callers);
        Assert.True(retried > 0, "No statement met an altered table.");
        FaultRun.Note($"{_rounds} rounds of calls without an error; {retried} statements were retried.");
    }

    /// <summary>Makes calls that read the changed columns and calls that must happen once.</summary>
    private async Task CallAsync(PostgreSqlLtiStorage storage)
    {
        var key = Sample.LaunchKey();
        var config = (await storage.SaveLaunchConfigAsync(key, Sample.Endpoints, cancellationToken: Token)).Config;
        while (!Volatile.Read(ref _isOver))
        {
            var (nonce, session, registration) = (Sample.Nonce(), Sample.Session(), Sample.Registration());
            await storage.StoreNonceAsync(nonce, cancellationToken: Token);
            Assert.Equal(config, await storage.FindLaunchConfigAsync(key, Token));
            Assert.Equal(NonceOutcome.Consumed, await storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token));
            Assert.Equal(session, await storage.FindSessionAsync(session.Id, Token));
            Assert.False(await storage.ClaimNonceAsync(nonce, cancellationToken: Token));
            Assert.Equal(NonceOutcome.AlreadyUsed, await storage.ConsumeNonceAsync(nonce, Token));
            await storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token);
            Assert.NotNull(await storage.FindRegistrationSessionAsync(registration.Id, Token));
            Assert.NotNull(await storage.ConsumeRegistrationSessionAsync(registration.Id, Token));
            Assert.NotNull(await storage.FindClientAsync(config.ClientKey, Token));
            Interlocked.Increment(ref _rounds);
        }
    }
}
