using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>Where spans and measurements go. Nothing is kept here: whoever listens does that.</summary>
internal sealed class Instruments : IDisposable
{
    private static readonly string? _version =
        typeof(Instruments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private readonly Meter _meter;

    public Instruments(Meter meter, string system, IInvalidationSource? invalidation)
    {
        _meter = meter;
        OperationDuration = meter.CreateHistogram(
            TelemetryNames.OperationDuration, "s", "Duration of database client operations.", tags: null, Seconds(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10));
        NonceOutcomes = meter.CreateCounter<long>(TelemetryNames.NonceOutcomes, "{nonce}", "What became of nonces.");
        Launches = meter.CreateCounter<long>(TelemetryNames.Launches, "{launch}", "Launches that were completed, refused or failed.");
        CleanupRemoved = meter.CreateCounter<long>(TelemetryNames.CleanupRemoved, "{entry}", "Expired entries that cleanups removed.");
        CleanupDuration = meter.CreateHistogram(
            TelemetryNames.CleanupDuration, "s", "Duration of cleanups.", tags: null, Seconds(0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800));
        if (invalidation is not null)
        {
            KeyValuePair<string, object?> tag = new(TelemetryTags.DatabaseSystem, system);
            meter.CreateObservableUpDownCounter<long>(
                TelemetryNames.InvalidationListening,
                () => invalidation.State is var state && state == InvalidationState.Off ? [] : [new(state == InvalidationState.Listening ? 1 : 0, tag)],
                "{source}",
                "1 while changes by other programs are reported, 0 while the source reconnects.");
        }
    }

    public static ActivitySource Source { get; } = new(TelemetryNames.ActivitySourceName, _version);

    public Meter Meter => _meter;

    public Histogram<double> OperationDuration { get; }

    public Counter<long> NonceOutcomes { get; }

    public Counter<long> Launches { get; }

    public Counter<long> CleanupRemoved { get; }

    public Histogram<double> CleanupDuration { get; }

    /// <summary>Whether anybody wants to know of operations. Looked at by every call, so it is two flags.</summary>
    public bool AreListenedTo => Source.HasListeners() || OperationDuration.Enabled;

    /// <summary>Whether anybody wants to know of what only some operations tell.</summary>
    public bool OutcomesAreListenedTo => NonceOutcomes.Enabled || Launches.Enabled || CleanupRemoved.Enabled || CleanupDuration.Enabled;

    public static MeterOptions MeterOptions() => new(TelemetryNames.MeterName) { Version = _version };

    public void Dispose() => _meter.Dispose();

    private static InstrumentAdvice<double> Seconds(params IReadOnlyList<double> boundaries) => new() { HistogramBucketBoundaries = boundaries };
}
