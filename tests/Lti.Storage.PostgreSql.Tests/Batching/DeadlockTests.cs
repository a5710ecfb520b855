using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Runs batches of two nodes, single calls, cleanup and a deletion by filter on the same few keys without a deadlock.</summary>
public sealed class DeadlockTests : IAsyncLifetime
{
    private const int Keys = 12;
    private const string Issuer = "https://lms.example.edu";

    private static readonly Guid[] _ids = [.. Enumerable.Range(0, Keys).Select(i => Guid.Parse($"{i:x8}-0000-4000-8000-000000000000"))];

    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();

        // Enough rows for index lookups. A table scan would return rows in the same order for every statement.
        await _database.ExecuteAsync(
            "INSERT INTO nonces SELECT 'other ' || n, now() + interval '1 hour' FROM generate_series(1, 1000) AS n; ANALYZE nonces");
    }

    [Fact, Rule("N3", "N5", "L5", "K2")]
    public async Task Concurrent_calls_on_the_same_keys_cause_no_deadlock()
    {
        var conflicts = 0;
        var log = new CapturingLoggerFactory(line =>
        {
            if (line.Message.Contains("(Conflict)", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref conflicts);
            }
        });
        await using var one = Node();
        await using var other = Node();
        using var measured = new MeasuredBatches(one);

        await Task.WhenAll(Enumerable.Range(0, 48).Select(caller => Task.Run(
            async () =>
            {
                var random = new Random(caller);
                for (var call = 0; call < 60; call++)
                {
                    await CallAsync(caller % 2 == 0 ? one : other, caller, random);
                }
            },
            Token)));

        Assert.Contains(measured.Sent, sent => sent.Calls > 2);
        Assert.Equal(0, conflicts);

        PostgreSqlLtiStorage Node() => Database.Open(text => text.MaxPoolSize = 8, options => options.Batching = new BatchLimits(Statements: 2), log: log);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static async Task CallAsync(PostgreSqlLtiStorage storage, int caller, Random random)
    {
        var (nonce, id) = ($"{random.Next(Keys)}", _ids[random.Next(Keys)]);

        // Half of the stored rows have expired by the next call.
        var lifetime = random.Next(2) == 0 ? TimeSpan.FromMicroseconds(1) : TimeSpan.FromHours(1);
        try
        {
            switch (random.Next(16))
            {
                case < 3:
                    await storage.StoreNonceAsync(nonce, lifetime, Token);
                    break;
                case < 6:
                    await storage.ClaimNonceAsync(nonce, lifetime, Token);
                    break;
                case < 9:
                    await storage.ConsumeNonceAsync(nonce, Token);
                    break;
                case < 12:
                    await storage.CompleteLaunchAsync(nonce, Session(random.Next(3) == 0 ? id : Guid.NewGuid()), lifetime, Token);
                    break;
                case < 14:
                    await storage.AddSessionAsync(Session(id), lifetime, Token);
                    break;
                case 14:
                    await storage.DeleteSessionAsync(id, Token);
                    break;

                // Two concurrent deletions by filter could lock rows in different orders. That does not concern batches.
                case 15 when caller == 0:
                    await storage.DeleteSessionsAsync(new SessionFilter { Issuer = Issuer }, Token);
                    break;
                default:
                    await storage.CleanupAsync(Token);
                    break;
            }
        }
        catch (LtiConflictException)
        {
            // Expected: the nonce is stored already or the session ID is taken.
        }
    }

    private static LtiSession Session(Guid id) => LtiSession.FromDocument(id, Sample.Session(issuer: Issuer).Utf8Document.Span);
}
