using System.Diagnostics.Metrics;
using Lti.Storage.InMemory;
using Lti.Storage.Telemetry.Internal;
using Lti.Storage.Testing;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Telemetry.Tests;

/// <summary>Adds telemetry to a storage of the test or to an in-memory storage with injected faults.</summary>
/// <remarks>Only the test moves the clock.</remarks>
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

    /// <summary>Collects the measurements of one instrument of this storage from now on.</summary>
    public MetricCollector<T> Collect<T>(string instrument)
        where T : struct
        => new(_scope, TelemetryNames.MeterName, instrument);

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
