using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Lti.Storage.Internal;

namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>Creates the span source and the instruments. Listeners store the measurements.</summary>
internal sealed class Instruments : IDisposable
{
    private static readonly string? _version =
        typeof(Instruments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private static readonly ActivitySource? _source
        = ListenerGuard.Create(static () => new ActivitySource(TelemetryNames.ActivitySourceName, _version));

    private readonly Meter _meter;

    public Instruments(Meter meter, StorageTags tags, IInvalidationSource? invalidation)
    {
        _meter = meter;
        Tags = tags;
        OperationDuration = new(() => meter.CreateHistogram(
            TelemetryNames.OperationDuration,
            "s",
            "Duration of database client operations.",
            tags: null,
            Seconds(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10)));
        NonceOutcomes = new(() => meter.CreateCounter<long>(TelemetryNames.NonceOutcomes, "{nonce}", "Nonces by outcome."));
        LoginOutcomes = new(() => meter.CreateCounter<long>(TelemetryNames.LoginOutcomes, "{login}", "Logins by outcome."));
        LaunchLookups = new(() => meter.CreateCounter<long>(
            TelemetryNames.LaunchLookups, "{lookup}", "Lookups of launches by outcome."));
        LaunchSaves = new(() => meter.CreateCounter<long>(
            TelemetryNames.LaunchSaves, "{save}", "Saves of launch configurations by outcome."));
        Launches = new(() => meter.CreateCounter<long>(TelemetryNames.Launches, "{launch}", "Launches by outcome."));
        CleanupRemoved = new(() => meter.CreateCounter<long>(
            TelemetryNames.CleanupRemoved, "{entry}", "Expired entries that cleanups removed."));
        CleanupDuration = new(() => meter.CreateHistogram(
            TelemetryNames.CleanupDuration,
            "s",
            "Duration of cleanups.",
            tags: null,
            Seconds(0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800)));
        if (invalidation is not null)
        {
            ListenerGuard.Create(() => CreateListening(meter, tags, invalidation));
        }
    }

    public static ActivitySource? Source => _source;

    public Meter Meter => _meter;

    public StorageTags Tags { get; }

    public QuietHistogram OperationDuration { get; }

    public QuietCounter NonceOutcomes { get; }

    public QuietCounter LoginOutcomes { get; }

    public QuietCounter LaunchLookups { get; }

    public QuietCounter LaunchSaves { get; }

    public QuietCounter Launches { get; }

    public QuietCounter CleanupRemoved { get; }

    public QuietHistogram CleanupDuration { get; }

    /// <summary>True if a listener wants operations. Every call reads it, so it is only two flags.</summary>
    public bool AreListenedTo => _source?.HasListeners() == true || OperationDuration.Enabled;

    /// <summary>True if a listener wants the measurements of particular operations.</summary>
    public bool OutcomesAreListenedTo
        => NonceOutcomes.Enabled
            || LoginOutcomes.Enabled
            || LaunchLookups.Enabled
            || LaunchSaves.Enabled
            || Launches.Enabled
            || CleanupRemoved.Enabled
            || CleanupDuration.Enabled;

    public static MeterOptions MeterOptions() => new(TelemetryNames.MeterName) { Version = _version };

    /// <summary>Starts a span. Returns null if no listener wants one or a listener throws.</summary>
    public static Activity? StartSpan(string name, KeyValuePair<string, object?>[] tags)
    {
        try
        {
            return _source?.StartActivity(name, ActivityKind.Client, parentContext: default, tags);
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
            return null;
        }
    }

    public void Dispose() => ListenerGuard.Run(_meter, static meter => meter.Dispose());

    private static ObservableUpDownCounter<long> CreateListening(Meter meter, StorageTags storage, IInvalidationSource invalidation)
    {
        var tags = storage.ArrayWith();
        return meter.CreateObservableUpDownCounter<long>(
            TelemetryNames.InvalidationListening,
            () => invalidation.State is var state && state == InvalidationState.Off
                ? []
                : [new(state == InvalidationState.Listening ? 1 : 0, tags)],
            "{source}",
            "1 while changes by other programs are reported, 0 while the source reconnects.");
    }

    private static InstrumentAdvice<double> Seconds(params IReadOnlyList<double> boundaries)
        => new() { HistogramBucketBoundaries = boundaries };
}
