// For people who look. A real tool sends such figures to its monitoring.
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Lti.Storage;
using Lti.Storage.Caching;

namespace QuickStart.Administration;

/// <summary>Shows the storage's activity since the start.</summary>
internal static class ActivityPage
{
    private static readonly NonceOutcome[] _outcomes = [NonceOutcome.Consumed, NonceOutcome.AlreadyUsed, NonceOutcome.Expired, NonceOutcome.Unknown];

    public static void MapActivity(this IEndpointRouteBuilder admin) => admin.MapGet("/activity", Show);

    private static IResult Show(NonceOutcomes nonces, CacheCounts counts) => Page.Show("Activity", $"""
        <h2>Nonces of launches</h2>
        {ListTable.Of(["Outcome", "Launches", "Meaning"], _outcomes.Select(outcome => Row(outcome, nonces.Count(outcome), Meaning(outcome))))}
        <h2>Latest launches</h2>
        {Last(nonces.Last)}
        <h2>Cache</h2>
        {ListTable.Of(
            ["Cache", "Hits", "Misses"],
            [
                Row("Launch configurations", counts.Hits(CachingMetrics.LaunchCache, CachingMetrics.DefaultLaunchCache), counts.Misses(CachingMetrics.LaunchCache)),
                Row("Unknown launches", counts.Hits(CachingMetrics.UnknownLaunchCache), ""),
                Row("Sessions", counts.Hits(CachingMetrics.SessionCache), counts.Misses(CachingMetrics.SessionCache)),
            ])}
        <p><a href="/healthz">Health</a></p>
        {Banner.Html}
        """);

    private static Html Last(IReadOnlyList<NonceUse> uses) => uses.Count == 0
        ? $"<p>The list is empty. <a href=\"/\">Launch the tool</a> first.</p>"
        : ListTable.Of(["Time", "Outcome", "Platform"], uses.Select(use => Row(use.At.ToString("u"), use.Outcome, use.Issuer ?? "not proved")));

    private static Html[] Row(params IEnumerable<object> cells) => [.. cells.Select(Html.Text)];

    private static string Meaning(NonceOutcome outcome) => outcome switch
    {
        NonceOutcome.Consumed => "accepted",
        NonceOutcome.AlreadyUsed => "refused: another request of this launch came first",
        NonceOutcome.Expired => "refused: the login expired during the launch",
        _ => "refused: the login is unknown, has expired or was used by an earlier launch",
    };
}

/// <summary>Counts nonce outcomes and keeps the last few. Each outcome except <c>Consumed</c> may be an attack.</summary>
internal sealed class NonceOutcomes(TimeProvider clock)
{
    private const int Kept = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<NonceOutcome, long> _counts = [];
    private readonly Queue<NonceUse> _last = new(Kept);

    /// <summary>The last outcomes with the newest first.</summary>
    public IReadOnlyList<NonceUse> Last
    {
        get
        {
            lock (_lock)
            {
                return [.. _last.Reverse()];
            }
        }
    }

    public void Add(NonceOutcome outcome, string? issuer)
    {
        lock (_lock)
        {
            _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;
            if (_last.Count == Kept)
            {
                _last.Dequeue();
            }

            _last.Enqueue(new NonceUse(clock.GetUtcNow(), outcome, issuer));
        }
    }

    public long Count(NonceOutcome outcome)
    {
        lock (_lock)
        {
            return _counts.GetValueOrDefault(outcome);
        }
    }
}

/// <summary>The outcome of one launch's nonce. It does not hold the nonce, which is a secret.</summary>
/// <remarks>The issuer is null if the launch proved none.</remarks>
internal sealed record NonceUse(DateTimeOffset At, NonceOutcome Outcome, string? Issuer);

/// <summary>Sums the cache's metrics as an exporter would.</summary>
internal sealed class CacheCounts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Instrument, string Cache), long> _counts = new();

    public CacheCounts(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == CachingMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.Start();
    }

    public long Hits(params ReadOnlySpan<string> caches) => Sum(CachingMetrics.Hits, caches);

    public long Misses(params ReadOnlySpan<string> caches) => Sum(CachingMetrics.Misses, caches);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var (tag, cache) in tags)
        {
            if (tag == CachingMetrics.CacheTag && cache is string name)
            {
                _counts.AddOrUpdate((instrument.Name, name), value, (_, sum) => sum + value);
            }
        }
    }

    private long Sum(string instrument, ReadOnlySpan<string> caches)
    {
        var sum = 0L;
        foreach (var cache in caches)
        {
            sum += _counts.GetValueOrDefault((instrument, cache));
        }

        return sum;
    }
}
