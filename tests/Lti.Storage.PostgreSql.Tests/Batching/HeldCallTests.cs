using System.Diagnostics.Metrics;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Tests which calls are held after a batch, with callers that the test lets continue by hand.</summary>
public sealed class HeldCallTests : IAsyncLifetime
{
    private const string Operation = "StoreNonce";

    private TestDatabase? _database;
    private PostgreSqlLtiStorage? _storage;
    private MeasuredBatches? _measured;
    private int _started;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PostgreSqlLtiStorage Storage => _storage!;

    private MeasuredBatches Measured => _measured!;

    private AnsweredCallers Callers { get; set; } = new(static _ => { });

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.MigratedAsync();
        Open(new BatchLimits());
    }

    [Fact]
    public async Task Lone_calls_are_never_held()
    {
        for (var call = 0; call < 10; call++)
        {
            await StoreAsync();
        }

        Assert.Equal(0, _started);
        Assert.Empty(Measured.Waits);
    }

    [Fact]
    public async Task Calls_after_a_batch_share_a_batch_when_its_callers_have_continued()
    {
        Callers.Answer(2);
        Task[] calls = [StoreAsync(), StoreAsync(), StoreAsync()];
        Callers.Continue();
        Assert.Equal(3, Measured.Waiting(Operation));

        Callers.Continue();
        await Task.WhenAll(calls);

        Assert.Equal([(Operation, 3)], Measured.Sent);
        await StoreAsync();
        Assert.Single(Measured.Sent);
    }

    [Fact]
    public async Task Held_call_whose_time_is_over_is_sent_on_the_timers_thread()
    {
        // An idle connection lets the statement be sent without another thread.
        await StoreAsync();
        Thread? sender = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, Storage) && instrument.Name == PostgreSqlMetrics.BatchSize)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => sender = Thread.CurrentThread);
        listener.Start();
        Callers.Answer(1);
        var call = StoreAsync();
        Assert.Equal(1, _started);

        Callers.EndHolds();

        Assert.Same(Thread.CurrentThread, sender);
        await call;
    }

    [Fact]
    public async Task Full_batch_is_sent_although_callers_have_yet_to_continue()
    {
        await ReopenAsync(new BatchLimits(Statements: 2, Calls: 2));
        Callers.Answer(1);

        await Task.WhenAll(StoreAsync(), StoreAsync());

        Assert.Equal([(Operation, 2)], Measured.Sent);
    }

    [Fact]
    public async Task Cancelled_call_leaves_its_held_place_free()
    {
        await ReopenAsync(new BatchLimits(Statements: 1));
        Callers.Answer(1);
        using var source = new CancellationTokenSource();
        var cancelled = StoreAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        Callers.EndHolds();
        Callers.Continue();
        await StoreAsync();

        Assert.Empty(Measured.Sent);
    }

    [Fact]
    public async Task Every_caller_of_an_answered_or_failed_batch_continues()
    {
        var callers = new AnsweredCallers(static _ => { });
        await using var batching = BatchingStorage.Open(
            _database!, configure: options => options.Batching = new BatchLimits(Statements: 1) { Callers = callers });
        var taken = Sample.Session();
        await batching.Storage.AddSessionAsync(taken, cancellationToken: Token);
        await batching.Database.ExecuteAsync("INSERT INTO nonces SELECT unnest('{a,b,c,d}'::text[]), now() + interval '1 hour'");

        await batching.BatchAsync(
            () => batching.Storage.ConsumeNonceAsync("a", Token), () => batching.Storage.ConsumeNonceAsync("unknown", Token));
        await batching.BatchAsync(
            () => batching.Storage.CompleteLaunchAsync("b", Sample.Session(), cancellationToken: Token),
            () => batching.Storage.CompleteLaunchAsync("c", taken, cancellationToken: Token),
            () => batching.Storage.CompleteLaunchAsync("d", Sample.Session(), cancellationToken: Token));

        Assert.Equal(2, batching.Measured.Sent.Count());
        Assert.Equal(3, batching.Measured.Retried);
        Assert.False(callers.TryHold(new EndedHolds()));
    }

    [Fact]
    public async Task Disposal_ends_a_held_call()
    {
        Callers.Answer(1);
        var call = StoreAsync();

        await Storage.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        Callers.EndHolds();
    }

    public async ValueTask DisposeAsync()
    {
        Measured.Dispose();
        await Storage.DisposeAsync();
        await _database!.DisposeAsync();
    }

    private async Task ReopenAsync(BatchLimits limits)
    {
        Measured.Dispose();
        await Storage.DisposeAsync();
        Open(limits);
    }

    private void Open(BatchLimits limits)
    {
        Callers = new AnsweredCallers(_ => _started++);
        _storage = _database!.Open(configure: options => options.Batching = limits with { Callers = Callers });
        _measured = new MeasuredBatches(_storage);
    }

    private Task StoreAsync(CancellationToken? cancellationToken = null)
        => Storage.StoreNonceAsync(Sample.Nonce(), cancellationToken: cancellationToken ?? Token).AsTask();
}
