using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Notifications;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lti.Storage.PostgreSql.Tests.Notifications;

/// <summary>Runs a storage's listener on a clock that the test moves and records its reports, logs and counters.</summary>
internal sealed class ListeningNode : IAsyncDisposable
{
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(40);
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan ProofLimit = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly MeterListener _meters = new();
    private readonly ConnectionPool _pool;
    private readonly NotificationListener _listener;

    /// <param name="connectionString">The pool's connection string.</param>
    /// <param name="listener">The listener's options. Null means the pool's connection string.</param>
    public ListeningNode(string connectionString, PostgreSqlStorageOptions? listener = null)
    {
        var options = new PostgreSqlStorageOptions { ConnectionString = connectionString };
        listener ??= options;
        listener.ListenerKeepAlive = KeepAlive;
        var metrics = new NotificationMetrics();
        _meters.InstrumentPublished = (instrument, meters) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => _counts.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _meters.Start();
        _pool = ConnectionPool.Create(options, loggerFactory: null, NullLogger.Instance);
        _listener = new NotificationListener(
            ListenerSource.Create(listener, loggerFactory: null), _pool, PostgreSqlStorageOptions.DefaultSchema, metrics, Clock, Log.CreateLogger("listener"));
        _listener.Subscribe(Heard);
    }

    public HeldClock Clock { get; } = new();

    public CapturingLoggerFactory Log { get; } = new();

    public Heard Heard { get; } = new();

    public InvalidationState State => _listener.State;

    public IEnumerable<string> Warnings => Log.Lines.Where(line => line.Level == LogLevel.Warning).Select(line => line.Message);

    public long Count(string instrument) => _counts.GetValueOrDefault(instrument);

    /// <summary>Takes a connection from the pool.</summary>
    public Task<Npgsql.NpgsqlConnection> TakeConnectionAsync() => _pool.OpenAsync(TestContext.Current.CancellationToken).AsTask();

    public Task BecomesAsync(InvalidationState state)
        => Eventually.TrueAsync(() => Task.FromResult(State == state), TestContext.Current.CancellationToken);

    /// <summary>Waits for the only warning. The listener changes its state before it warns.</summary>
    public async Task<string> WarningAsync()
    {
        await Eventually.TrueAsync(() => Task.FromResult(Warnings.Any()), TestContext.Current.CancellationToken);
        return Assert.Single(Warnings);
    }

    /// <summary>Advances the clock through all attempts to get a proof of delivery.</summary>
    public async Task PassProofsAsync()
    {
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await Clock.PassAsync(ProofLimit);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _pool.DisposeAsync();
        _meters.Dispose();
    }
}
