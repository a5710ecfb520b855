using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lti.Storage.Caching.Internal;
using Lti.Storage.Caching.Tests.Changes;
using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>No listener that throws changes the outcome of an operation. Its exception is written to the trace.</summary>
[CacheRule("H7")]
public sealed class ListenerTests
{
    private static readonly CachingOptions _tiny = new() { LaunchConfigCapacity = 3, UnknownLaunchCapacity = 3, SessionCacheBytes = 4096 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every instrument of the cache.</summary>
    public static TheoryData<string> Instruments { get; } =
    [
        CachingMetrics.Hits, CachingMetrics.Misses, CachingMetrics.Loads, CachingMetrics.Evictions, CachingMetrics.Invalidations,
        CachingMetrics.Bytes,
    ];

    [Theory]
    [MemberData(nameof(Instruments))]
    public async Task Operation_has_the_same_outcome_with_a_metric_listener_that_throws(string instrument)
    {
        foreach (var operation in Operations.All)
        {
            await using var plain = new CachedStorage();
            await using var cached = new CachedStorage();
            using var listener = new ThrowingListener(cached.Storage.Meter, instrument);

            Assert.Equal(await OutcomeAsync(operation, plain.Storage), await OutcomeAsync(operation, cached.Storage));
            cached.AssertNoLeftovers();
        }
    }

    [Theory]
    [MemberData(nameof(SessionChanges.Names), MemberType = typeof(SessionChanges))]
    public async Task Session_change_shows_although_every_metric_listener_throws(string name)
    {
        await using var cached = new CachedStorage();
        using var listener = new ThrowingListener(cached.Storage.Meter);
        var change = SessionChanges.Of(name);
        var session = await change.ArrangeAsync(cached);
        await cached.FindAsync(session.Id);
        await cached.FindAsync(session.Id);

        await change.ChangeAsync(cached.Storage, session);

        var stored = await cached.Memory.FindSessionAsync(session.Id, Token);
        Assert.Equal(stored?.ExpiresAt, (await cached.FindAsync(session.Id))?.ExpiresAt);
        Assert.NotEqual(0, listener.Thrown);
    }

    [Theory]
    [MemberData(nameof(LaunchChanges.Names), MemberType = typeof(LaunchChanges))]
    public async Task Launch_change_shows_although_every_metric_listener_throws(string name)
    {
        await using var cached = new CachedStorage();
        using var listener = new ThrowingListener(cached.Storage.Meter);
        var (key, change) = await LaunchChanges.Of(name).ArrangeAsync(cached);
        await cached.FindAsync(key);
        await cached.FindAsync(key);

        await change(cached.Storage);

        await cached.AssertFreshAsync(key);
        Assert.NotEqual(0, listener.Thrown);
    }

    [Fact]
    public async Task Report_is_heard_although_every_other_listener_throws()
    {
        var hub = new InvalidationHub();
        using var first = hub.Subscribe(new ThrowingInvalidationListener());
        await using var cached = new CachedStorage(invalidation: hub);
        using var last = hub.Subscribe(new ThrowingInvalidationListener());
        using var listener = new ThrowingListener(cached.Storage.Meter);
        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        await cached.FindAsync(key);
        await cached.FindAsync(session.Id);

        await cached.Memory.SaveConfigAsync(key, Any.OtherEndpoints, Token);
        hub.ClientChanged(config.ClientKey);
        await cached.AssertFreshAsync(key);

        await cached.Memory.DeleteSessionAsync(session.Id, Token);
        hub.SessionDeleted(session.Id);
        Assert.Null(await cached.FindAsync(session.Id));

        await cached.Memory.DeleteClientAsync(config.ClientKey, Token);
        hub.EverythingChanged();
        Assert.Null(await cached.FindAsync(key));
    }

    [Fact]
    public async Task Entries_are_evicted_and_expire_although_every_metric_listener_throws()
    {
        await using var cached = new CachedStorage(_tiny);
        using var listener = new ThrowingListener(cached.Storage.Meter);
        for (var i = 0; i < 20; i++)
        {
            var (key, config) = await cached.RegisterAsync();
            var session = await cached.LaunchAsync();
            Assert.Equal(config, await cached.FindAsync(key));
            Assert.Equal(session, await cached.FindAsync(session.Id));
            Assert.Null(await cached.FindAsync(Any.LaunchKey()));
        }

        Assert.Equal((3, 0, 3, 0), cached.Storage.Clients!.Launches.Counts);
        cached.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 0, 0, 0), cached.Storage.Clients.Launches.Counts);
        Assert.Equal((0, 0), cached.Storage.Sessions!.Counts);
    }

    [Fact]
    public async Task Disposal_reaches_the_inner_storage_although_a_metric_listener_throws()
    {
        var inner = new ObservedDisposal();
        var storage = (CachingLtiStorage)inner.WithCaching();
        await storage.FindSessionAsync(Guid.NewGuid(), Token);
        using var listener = new ThrowingListener(storage.Meter, CachingMetrics.Hits);

        await storage.DisposeAsync();

        Assert.Equal(1, listener.Thrown);
        Assert.True(inner.IsDisposed);
    }

    [Fact]
    public async Task Listener_exception_is_traced_without_its_message()
    {
        using var trace = new RecordingTrace();
        await using var cached = new CachedStorage();
        using var listener = new ThrowingListener(cached.Storage.Meter);

        await cached.FindAsync(Guid.NewGuid());

        Assert.Contains(trace.Messages, message => message.Contains(nameof(ListenerException), StringComparison.Ordinal));
        Assert.DoesNotContain(trace.Messages, message => message.Contains(ListenerException.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Trace_listener_that_throws_changes_no_outcome()
    {
        using var trace = new RecordingTrace { Throws = true };
        await using var cached = new CachedStorage();
        using var listener = new ThrowingListener(cached.Storage.Meter);
        var session = await cached.LaunchAsync();

        Assert.Equal(session, await cached.FindAsync(session.Id));
        Assert.True(await cached.Storage.DeleteSessionAsync(session.Id, Token));
        Assert.Null(await cached.FindAsync(session.Id));
        Assert.NotEmpty(trace.Messages);
    }

    /// <summary>Calls an operation and describes its result or its error.</summary>
    private static async Task<string> OutcomeAsync(Operation operation, ILtiStorage storage)
    {
        try
        {
            var call = operation.Call(storage, Token);
            await call;
            var result = call.GetType().GetProperty("Result")?.GetValue(call);
            return result is bool or Enum or long ? result.ToString()! : result?.GetType().Name ?? "null";
        }
#pragma warning disable CA1031 // Any error is an outcome.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e.GetType().Name;
        }
    }

    private sealed class ListenerException() : Exception(Text)
    {
        public const string Text = "This text may hold the id of a session.";
    }

    /// <summary>Throws at each measurement of one instrument or of every instrument.</summary>
    private sealed class ThrowingListener : IDisposable
    {
        private readonly MeterListener _listener = new();
        private int _thrown;

        public ThrowingListener(Meter meter, string? name = null)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter, meter) && (name ?? instrument.Name) == instrument.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
            {
                Interlocked.Increment(ref _thrown);
                throw new ListenerException();
            });
            _listener.MeasurementsCompleted = (_, _) =>
            {
                Interlocked.Increment(ref _thrown);
                throw new ListenerException();
            };
            _listener.Start();
        }

        public int Thrown => Volatile.Read(ref _thrown);

        public void Dispose()
        {
            _listener.MeasurementsCompleted = null;
            _listener.Dispose();
        }
    }

    private sealed class ObservedDisposal() : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public bool IsDisposed { get; private set; }

        public override ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return base.DisposeAsync();
        }
    }

    private sealed class ThrowingInvalidationListener : IInvalidationListener
    {
        public void ClientChanged(ClientKey clientKey) => throw new ListenerException();

        public void SessionDeleted(Guid sessionId) => throw new ListenerException();

        public void EverythingChanged() => throw new ListenerException();
    }

    /// <summary>Records the process's trace.</summary>
    private sealed class RecordingTrace : TraceListener
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _messages = new();

        public RecordingTrace() => Trace.Listeners.Add(this);

        public bool Throws { get; init; }

        public IReadOnlyCollection<string> Messages => _messages;

        public override void Write(string? message) => WriteLine(message);

        public override void WriteLine(string? message)
        {
            _messages.Enqueue(message ?? "");
            if (Throws)
            {
                throw new ListenerException();
            }
        }

        protected override void Dispose(bool disposing)
        {
            Trace.Listeners.Remove(this);
            base.Dispose(disposing);
        }
    }
}
