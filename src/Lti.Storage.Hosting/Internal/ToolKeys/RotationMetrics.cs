using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lti.Storage.Internal;

namespace Lti.Storage.Hosting.Internal.ToolKeys;

/// <summary>Measures the rotations of one node. A listener that throws changes nothing.</summary>
internal sealed class RotationMetrics : IDisposable
{
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly Meter? _ownMeter;
    private readonly Counter<long>? _rotations;

    /// <param name="meters">Creates the meter and disposes it. Null: the metrics have a meter of their own.</param>
    /// <param name="storageName">The name of the storage or null.</param>
    /// <param name="readAge">Returns the time for which the active key has signed. Null: it is not known yet.</param>
    /// <param name="rotateEvery">The time that a key signs.</param>
    public RotationMetrics(IMeterFactory? meters, string? storageName, Func<TimeSpan?> readAge, TimeSpan rotateEvery)
    {
        _tags = storageName is null ? [] : [new(HostingMetrics.StorageNameTag, storageName)];
        _ownMeter = meters is null ? new Meter(HostingMetrics.MeterName) : null;
        var meter = _ownMeter ?? meters!.Create(HostingMetrics.MeterName);
        _rotations = ListenerGuard.Create(() => meter.CreateCounter<long>(
            HostingMetrics.KeyRotations, "{rotation}", "Rotations of tool keys that were made or failed."));
        ListenerGuard.Create(() => meter.CreateObservableGauge(
            HostingMetrics.KeyAge, () => Measure(readAge()), "s", "Time for which the active tool key has signed."));
        ListenerGuard.Create(() => meter.CreateObservableGauge(
            HostingMetrics.KeyRotationDue, () => Measure(rotateEvery - readAge()), "s", "Time until the next tool key should sign."));
    }

    public void Count(string outcome) => ListenerGuard.Run(
        (Counter: _rotations, Tags: new TagList([.. _tags, new(HostingMetrics.OutcomeTag, outcome)])),
        static counted => counted.Counter?.Add(1, counted.Tags));

    public void Dispose() => ListenerGuard.Run(_ownMeter, static meter => meter?.Dispose());

    private IEnumerable<Measurement<double>> Measure(TimeSpan? time) => time is { } known ? [new(known.TotalSeconds, _tags)] : [];
}
