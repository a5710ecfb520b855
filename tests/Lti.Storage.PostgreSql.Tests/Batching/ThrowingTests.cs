using System.Diagnostics.Metrics;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests arguments, loggers and metric listeners that throw. No call hangs and no outcome changes.</summary>
public sealed class ThrowingTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.MigratedAsync();

    [Fact]
    public async Task Argument_that_cannot_be_bound_fails_its_own_call_alone()
    {
        await using var pool = ConnectionPool.Create(
            new PostgreSqlStorageOptions { ConnectionString = Database.ConnectionString, MaxPoolSize = 1 }, loggerFactory: null, NullLogger.Instance);
        await using var batching = BatchingStorage.Open(Database);
        using var metrics = new BatchMetrics(batching.Storage);
        var retries = new RetryPolicy(pool, NullLogger.Instance);
        var echo = new BatchedStatement<string, string>(
            "Echo",
            new PreparedStatement<string, string>(
                "SELECT $1", RetrySafety.OnlyIfRolledBack, static (parameters, text) => parameters.AddText(Bindable(text)), static (row, _) => row!.GetString(0)),
            "SELECT text, place::int FROM unnest($1) WITH ORDINALITY AS member (text, place)",
            static (parameters, texts) => parameters.AddTexts(texts, Bindable));
        var deadline = new CommandDeadline(30);
        var guard = new WriteGuard(TimeSpan.FromSeconds(2));
        var callers = new AnsweredCallers(static _ => { });
        var calls = new Batcher<string, string>(
            echo,
            new StatementRunner(new CallRunner(pool, retries, deadline), guard),
            new BatchRunner(pool, retries, deadline, guard, callers, metrics),
            new BatchLimits(Statements: 1),
            callers,
            metrics);
        Task<string>[] answers;
        await using (await pool.OpenAsync(Token))
        {
            answers = [.. new[] { "alone", "one", "unbindable", "two" }.Select(text => calls.RunAsync(text, Token).AsTask())];
        }

        await Assert.ThrowsAsync<FormatException>(() => answers[2]);
        Assert.Equal(["alone", "one", "two"], await Task.WhenAll(answers[0], answers[1], answers[3]));
        Assert.Equal(0, calls.Waiting);
        Assert.Empty(batching.Measured.Sent);

        static string Bindable(string text) => text == "unbindable" ? throw new FormatException() : text;
    }

    [Fact, Rule("F2")]
    public async Task Log_that_throws_changes_no_outcome()
    {
        var log = new CapturingLoggerFactory(static line =>
        {
            if (line.Message.Contains("is retried", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("The log's disk is full.");
            }
        });
        await using var batching = BatchingStorage.Open(Database, log: log);
        var taken = Sample.Session();
        await batching.Storage.AddSessionAsync(taken, cancellationToken: Token);
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,b}'::text[]), now() + interval '1 hour'");

        var launches = await batching.BatchAsync(
            () => batching.Storage.CompleteLaunchAsync("a", taken, cancellationToken: Token),
            () => batching.Storage.CompleteLaunchAsync("b", Sample.Session(), cancellationToken: Token));

        await Assert.ThrowsAsync<LtiConflictException>(() => launches[0]);
        Assert.Equal(NonceOutcome.Consumed, await launches[1]);
    }

    [Theory, Rule("F2")]
    [InlineData(PostgreSqlMetrics.QueueWaitTime)]
    [InlineData(PostgreSqlMetrics.BatchSize)]
    [InlineData(PostgreSqlMetrics.BatchRetries)]
    public async Task Listener_that_throws_changes_no_outcome(string throwing)
    {
        await using var batching = BatchingStorage.Open(Database);
        await Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,b,c,d}'::text[]), now() + interval '1 hour'");
        var taken = Sample.Session();
        await batching.Storage.AddSessionAsync(taken, cancellationToken: Token);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, heard) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, batching.Storage) && instrument.Name == throwing)
            {
                heard.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => throw new InvalidOperationException("The exporter is closed."));
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("The exporter is closed."));
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("The exporter is closed."));
        listener.Start();

        var alone = Assert.Single(await batching.BatchAsync(() => batching.Storage.ConsumeNonceAsync("a", Token)));
        var launches = await batching.BatchAsync(
            () => batching.Storage.CompleteLaunchAsync("b", taken, cancellationToken: Token),
            () => batching.Storage.CompleteLaunchAsync("c", Sample.Session(), cancellationToken: Token));

        Assert.Equal(NonceOutcome.Consumed, await alone);
        await Assert.ThrowsAsync<LtiConflictException>(() => launches[0]);
        Assert.Equal(NonceOutcome.Consumed, await launches[1]);
        Assert.Equal(NonceOutcome.Consumed, await batching.Storage.ConsumeNonceAsync("d", Token));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
