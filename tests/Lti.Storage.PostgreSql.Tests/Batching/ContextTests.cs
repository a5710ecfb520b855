using System.Collections.Concurrent;
using System.Diagnostics;
using System.Transactions;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests the context of each batched call: its activity, transaction, clock and continuation.</summary>
public sealed class ContextTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact]
    public async Task Batch_runs_outside_all_callers_contexts_and_each_caller_continues_in_its_own()
    {
        using var source = new ActivitySource("callers");
        ConcurrentQueue<Activity> statements = new();
        using var listener = new ActivityListener
        {
            ShouldListenTo = heard => heard == source || heard.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql" && Equals(activity.GetTagItem("db.namespace"), Name))
                {
                    statements.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var batching = BatchingStorage.Open(Database);
        using var test = source.StartActivity("test")!;

        var own = await Task.WhenAll(await batching.BatchAsync(Enumerable.Range(0, 3).Select(i => (Func<ValueTask<bool>>)(async () =>
        {
            using var caller = source.StartActivity($"caller {i}")!;
            await batching.Storage.ClaimNonceAsync($"{i}", cancellationToken: Token);
            return Activity.Current == caller && caller.Parent == test;
        }))));

        Assert.All(own, Assert.True);
        Assert.Equal([("ClaimNonce", 3)], batching.Measured.Sent);
        Assert.Null(Assert.Single(statements, Shared).ParentId);
        Assert.All(statements.Where(activity => !Shared(activity) && Text(activity).Contains("nonces", StringComparison.Ordinal)), activity => Assert.Equal(test.Id, activity.ParentId));

        static bool Shared(Activity activity) => Text(activity).Contains("unnest", StringComparison.Ordinal);

        static string Text(Activity activity) => activity.GetTagItem("db.query.text") as string ?? activity.GetTagItem("db.statement") as string ?? "";
    }

    [Fact, Rule("N3", "N5", "L5")]
    public async Task Batched_write_stays_applied_when_its_callers_transaction_is_rolled_back()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Enlist = true });
        await using var batching = BatchingStorage.Open(Database, configure: options => (options.ConnectionString, options.DataSource) = (null, source));
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,b,c,d}'::text[]), now() + interval '1 hour'");

        var answers = await Task.WhenAll(await batching.BatchAsync(
            () => RolledBackAsync(async () => await batching.Storage.ConsumeNonceAsync("a", Token) == NonceOutcome.Consumed),
            () => RolledBackAsync(async () => await batching.Storage.ConsumeNonceAsync("b", Token) == NonceOutcome.Consumed),
            () => RolledBackAsync(async () => await batching.Storage.CompleteLaunchAsync("c", Sample.Session(), cancellationToken: Token) == NonceOutcome.Consumed),
            () => RolledBackAsync(async () => await batching.Storage.CompleteLaunchAsync("d", Sample.Session(), cancellationToken: Token) == NonceOutcome.Consumed),
            () => RolledBackAsync(() => batching.Storage.ClaimNonceAsync("e", cancellationToken: Token)),
            () => RolledBackAsync(() => batching.Storage.ClaimNonceAsync("f", cancellationToken: Token))));

        Assert.All(answers, Assert.True);
        Assert.Equal([("ClaimNonce", 2), ("CompleteLaunch", 2), ("ConsumeNonce", 2)], batching.Measured.Sent);
        Assert.Equal(["a", "b", "c", "d", "e", "f"], await Database.QueryTextsAsync("SELECT nonce FROM nonces WHERE used_at IS NOT NULL AND length(nonce) = 1 ORDER BY nonce"));
    }

    [Fact, Rule("E7")]
    public async Task Expiry_is_relative_to_the_callers_clock_at_the_time_of_the_call()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(80));
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1 });
        await using var storage = new PostgreSqlLtiStorage(
            new PostgreSqlStorageOptions { DataSource = source, Batching = new BatchLimits() }, timeProvider: clock);
        using var measured = new MeasuredBatches(storage);
        var session = Sample.Session();
        await storage.AddSessionAsync(session, TimeSpan.FromHours(24), Token);
        List<Task<LtiSession?>> finds = [];
        await using (await source.OpenConnectionAsync(Token))
        {
            for (var i = 0; i < 3; i++)
            {
                finds.Add(storage.FindSessionAsync(session.Id, Token).AsTask());
                clock.Advance(TimeSpan.FromHours(1));
            }
        }

        var expiries = (await Task.WhenAll(finds)).Select(found => found!.ExpiresAt!.Value).ToList();

        Assert.Equal([("FindSession", 2)], measured.Sent);
        Assert.Equal(TimeSpan.FromHours(1), expiries[2] - expiries[1]);
        Assert.InRange(expiries[1], clock.GetUtcNow() + TimeSpan.FromHours(24 - 2 - 1), clock.GetUtcNow() + TimeSpan.FromHours(24 - 2));
    }

    [Fact]
    public async Task Caller_that_blocks_after_its_answer_delays_no_other_call_of_the_batch()
    {
        await using var batching = BatchingStorage.Open(Database);
        using var othersAreDone = new CountdownEvent(7);

        var claims = await batching.BatchAsync(Enumerable.Range(0, 8).Select(i => (Func<ValueTask<bool>>)(async () =>
        {
            var claimed = await batching.Storage.ClaimNonceAsync($"{i}", cancellationToken: Token).ConfigureAwait(false);
            if (i == 0)
            {
                Assert.True(othersAreDone.Wait(TimeSpan.FromMinutes(1), Token), "The other calls of the batch wait for this caller.");
            }
            else
            {
                othersAreDone.Signal();
            }

            return claimed;
        })));

        Assert.All(await Task.WhenAll(claims), Assert.True);
        Assert.Equal([("ClaimNonce", 8)], batching.Measured.Sent);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private string Name => new NpgsqlConnectionStringBuilder(Database.ConnectionString).Database!;

    private static async ValueTask<bool> RolledBackAsync(Func<ValueTask<bool>> call)
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        var answer = await call();
        Assert.NotNull(Transaction.Current);
        return answer;
    }
}
