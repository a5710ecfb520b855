using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Lti.Storage.Internal.AccessTokens;

/// <summary>Records the metrics of access tokens. A listener that throws changes no outcome.</summary>
internal sealed class TokenCounters : IDisposable
{
    private readonly string? _storageName;
    private readonly Meter? _ownMeter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _waits;
    private readonly Counter<long> _failures;

    public TokenCounters(IMeterFactory? meters, string? storageName)
    {
        _storageName = storageName;
        _ownMeter = meters is null ? new Meter(AccessTokenMetrics.MeterName) : null;
        Meter = _ownMeter ?? meters!.Create(new MeterOptions(AccessTokenMetrics.MeterName));
        _requests = Meter.CreateCounter<long>(AccessTokenMetrics.Requests, "{request}", "Token requests to platforms.");
        _duration = Meter.CreateHistogram<double>(AccessTokenMetrics.RequestDuration, "s", "Duration of token requests.");
        _waits = Meter.CreateCounter<long>(AccessTokenMetrics.Waits, "{wait}", "Loads that waited for another node.");
        _failures = Meter.CreateCounter<long>(AccessTokenMetrics.Failures, "{load}", "Loads that failed without a token request.");
    }

    public Meter Meter { get; }

    public void Requested(bool isObtained, bool isRefresh, TimeSpan duration) => ListenerGuard.Run(
        (Counters: this, isObtained, isRefresh, duration),
        static of =>
        {
            var tags = of.Counters.Tags();
            tags.Add(
                AccessTokenMetrics.OutcomeTag, of.isObtained ? AccessTokenMetrics.ObtainedOutcome : AccessTokenMetrics.FailedOutcome);
            of.Counters._duration.Record(of.duration.TotalSeconds, tags);
            tags.Add(AccessTokenMetrics.ReasonTag, of.isRefresh ? AccessTokenMetrics.RefreshReason : AccessTokenMetrics.MissingReason);
            of.Counters._requests.Add(1, tags);
        });

    public void Waited() => ListenerGuard.Run(this, static counters => counters._waits.Add(1, counters.Tags()));

    public void Failed(string reason) => ListenerGuard.Run((Counters: this, reason), static of =>
    {
        var tags = of.Counters.Tags();
        tags.Add(AccessTokenMetrics.ReasonTag, of.reason);
        of.Counters._failures.Add(1, tags);
    });

    public void Dispose() => ListenerGuard.Run(this, static counters => counters._ownMeter?.Dispose());

    private TagList Tags()
    {
        var tags = default(TagList);
        if (_storageName is not null)
        {
            tags.Add(AccessTokenMetrics.StorageNameTag, _storageName);
        }

        return tags;
    }
}
