using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests which calls are sent immediately, which wait in the queue and for how long.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact]
    public async Task Call_is_sent_alone_while_few_are_in_flight_and_later_calls_wait()
    {
        await using var batching = BatchingStorage.Open(Database, configure: options => options.Batching = new BatchLimits(Statements: 3));
        Task[] consumes;
        await using (await LockedTables.LockAsync(Database))
        {
            consumes = [.. Enumerable.Range(0, 8).Select(i => batching.Storage.ConsumeNonceAsync($"{i}", Token).AsTask())];

            Assert.Equal(5, batching.Measured.Waiting("ConsumeNonce"));
            await Eventually.TrueAsync(async () => await StatementsAsync() == 3, Token);
        }

        await Task.WhenAll(consumes);
        Assert.Equal(0, batching.Measured.Waiting("ConsumeNonce"));
        Assert.Equal(5, batching.Measured.Waits.Count);
    }

    [Fact]
    public async Task Call_that_waits_alone_is_sent_unbatched()
    {
        await using var batching = BatchingStorage.Open(Database);

        await Task.WhenAll(await batching.BatchAsync(() => batching.Storage.ConsumeNonceAsync("nonce", Token)));

        Assert.Empty(batching.Measured.Sent);
        Assert.Equal("ConsumeNonce", Assert.Single(batching.Measured.Waits).Operation);
    }

    [Fact]
    public async Task Batch_has_at_most_the_configured_number_of_calls()
    {
        await using var batching = BatchingStorage.Open(Database, configure: options => options.Batching = new BatchLimits(Statements: 1, Calls: 3));

        await Task.WhenAll(await batching.BatchAsync(Enumerable.Range(0, 8).Select(i => (Func<ValueTask<bool>>)(() => batching.Storage.ClaimNonceAsync($"{i}", cancellationToken: Token)))));

        Assert.Equal([3, 3, 2], batching.Measured.Sent.Select(sent => sent.Calls));
        Assert.Equal(8, batching.Measured.Waits.Count);
        Assert.All(batching.Measured.Waits, wait => Assert.InRange(wait.Seconds, 0, double.MaxValue));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batch_has_at_most_the_configured_bytes_and_a_larger_document_is_sent_alone(bool complete)
    {
        var document = Sample.Session(name: new string('n', 1000));
        await using var batching = BatchingStorage.Open(
            Database, configure: options => options.Batching = new BatchLimits(Statements: 1) { Bytes = 2 * document.Utf8Document.Length });
        var large = Sample.Session(name: new string('n', 5000));
        LtiSession[] sessions = [Copy(document), Copy(document), Copy(document), large, Copy(document), Copy(document)];

        var adds = await batching.BatchAsync(sessions.Select(session => (Func<ValueTask<bool>>)(async () =>
        {
            if (complete)
            {
                return await batching.Storage.CompleteLaunchAsync(Sample.Nonce(), session, cancellationToken: Token) == NonceOutcome.Unknown;
            }

            await batching.Storage.AddSessionAsync(session, cancellationToken: Token);
            return true;
        })));

        Assert.All(await Task.WhenAll(adds), Assert.True);
        Assert.Equal([2, 1, 1, 2], batching.Measured.Sent.Select(sent => sent.Calls));

        static LtiSession Copy(LtiSession session) => LtiSession.FromDocument(Guid.NewGuid(), session.Utf8Document.Span);
    }

    [Fact, Rule("E5", "F1")]
    public async Task Call_beyond_the_next_batches_times_out_unsent_after_the_command_timeout()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1 });
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions
        {
            DataSource = source,
            CommandTimeout = TimeSpan.FromSeconds(1),
            Batching = new BatchLimits(Statements: 1, Calls: 2),
        });
        await storage.StoreNonceAsync("beyond", cancellationToken: Token);
        using var cancel = new CancellationTokenSource();
        Task<NonceOutcome>[] within;
        await using (await source.OpenConnectionAsync(Token))
        {
            within = [.. Enumerable.Range(0, 3).Select(i => storage.ConsumeNonceAsync($"{i}", Token).AsTask())];
            var cancelled = storage.ConsumeNonceAsync("beyond", cancel.Token).AsTask();
            var beyond = storage.ConsumeNonceAsync("beyond", Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

            var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => beyond);
            Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
            Assert.Contains("does not keep up", error.Message, StringComparison.Ordinal);
        }

        Assert.All(await Task.WhenAll(within), outcome => Assert.Equal(NonceOutcome.Unknown, outcome));
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync("beyond", Token));
    }

    [Fact, Rule("E5", "F1")]
    public async Task Call_that_a_batch_took_before_its_queue_timeout_gets_the_answer_of_the_batch()
    {
        var clock = new HeldClock();
        await using var batching = BatchingStorage.Open(
            Database, configure: options => options.Batching = new BatchLimits(Statements: 1, Calls: 2) { Clock = clock });
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{c,d}'::text[]), now() + interval '1 hour'");
        Task<NonceOutcome>[] beyond;
        await using (var locked = await LockedTables.LockAsync(Database, "SELECT FROM nonces WHERE nonce = 'd' FOR UPDATE"))
        {
            var within = Consume("in flight", "a", "b");
            beyond = Consume("c", "d");
            Assert.Equal(4, batching.Measured.Waiting("ConsumeNonce"));
            await locked.UnlockTablesAsync();
            await Task.WhenAll(within);
            await Eventually.TrueAsync(async () => await StatementsAsync() == 1, Token);

            await clock.PassAsync(TimeSpan.FromSeconds(30));
        }

        Assert.Equal([NonceOutcome.Consumed, NonceOutcome.Consumed], await Task.WhenAll(beyond));

        Task<NonceOutcome>[] Consume(params IEnumerable<string> nonces) => [.. nonces.Select(nonce => batching.Storage.ConsumeNonceAsync(nonce, Token).AsTask())];
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private Task<long> StatementsAsync() => Database.QueryAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
}
