using System.Diagnostics.Metrics;
using Lti.Storage.Conformance.Faults;
using Lti.Storage.InMemory;
using Lti.Storage.Telemetry.Internal;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Telemetry.Tests;

/// <summary>
/// Telemetry around a storage of the test's, or around one whose calls can be held and failed and which keeps everything in memory, on a clock that stands
/// until it is moved.
/// </summary>
internal sealed class ObservedStorage : IAsyncDisposable
{
    private readonly object _scope = new();

    public ObservedStorage(ILtiStorage? around = null, FakeTimeProvider? clock = null, IInvalidationSource? invalidation = null)
    {
        Clock = clock ?? new();
        Memory = new(timeProvider: Clock);
        Inner = new(Memory);
        var meter = new Meter(new MeterOptions(TelemetryNames.MeterName) { Scope = _scope });
        Storage = TelemetryLtiStorage.Around(around ?? Inner, options: null, invalidation, Clock, meter);
    }

    public FakeTimeProvider Clock { get; }

    public InMemoryLtiStorage Memory { get; }

    public FaultyStorage Inner { get; }

    public TelemetryLtiStorage Storage { get; }

    /// <summary>What one instrument of this storage measures from now on.</summary>
    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct
        => new(_scope, TelemetryNames.MeterName, instrument);

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
