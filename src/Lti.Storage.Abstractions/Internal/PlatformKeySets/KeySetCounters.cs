using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Lti.Storage.Internal.PlatformKeySets;

/// <summary>Records the metrics of platform key sets. A listener that throws changes no outcome.</summary>
internal sealed class KeySetCounters : IDisposable
{
    private readonly string? _storageName;
    private readonly Meter? _ownMeter;
    private readonly Counter<long> _fetches;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _staleServes;
    private readonly Counter<long> _waits;

    public KeySetCounters(IMeterFactory? meters, string? storageName)
    {
        _storageName = storageName;
        _ownMeter = meters is null ? new Meter(PlatformKeySetMetrics.MeterName) : null;
        var meter = _ownMeter ?? meters!.Create(new MeterOptions(PlatformKeySetMetrics.MeterName));
        _fetches = meter.CreateCounter<long>(PlatformKeySetMetrics.Fetches, "{fetch}", "Fetches of platform key sets.");
        _duration = meter.CreateHistogram<double>(PlatformKeySetMetrics.FetchDuration, "s", "Duration of fetches of platform key sets.");
        _staleServes = meter.CreateCounter<long>(PlatformKeySetMetrics.StaleServes, "{call}", "Calls that got a stale platform key set.");
        _waits = meter.CreateCounter<long>(PlatformKeySetMetrics.Waits, "{wait}", "Loads that waited for another node.");
    }

    public void Fetched(string outcome, string reason, TimeSpan duration) => ListenerGuard.Run(
        (Counters: this, outcome, reason, duration),
        static of =>
        {
            var tags = of.Counters.Tags();
            tags.Add(PlatformKeySetMetrics.OutcomeTag, of.outcome);
            of.Counters._duration.Record(of.duration.TotalSeconds, tags);
            tags.Add(PlatformKeySetMetrics.ReasonTag, of.reason);
            of.Counters._fetches.Add(1, tags);
        });

    public void Served(PlatformKeySet set)
    {
        if (set.IsStale)
        {
            ListenerGuard.Run(this, static counters => counters._staleServes.Add(1, counters.Tags()));
        }
    }

    public void Waited() => ListenerGuard.Run(this, static counters => counters._waits.Add(1, counters.Tags()));

    public void Dispose() => ListenerGuard.Run(this, static counters => counters._ownMeter?.Dispose());

    private TagList Tags()
    {
        var tags = default(TagList);
        if (_storageName is not null)
        {
            tags.Add(PlatformKeySetMetrics.StorageNameTag, _storageName);
        }

        return tags;
    }
}
