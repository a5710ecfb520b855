using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Searches all logs to <see cref="Log"/> and all traces and metrics of the process for secrets (rule E8).</summary>
/// <remarks>Secrets are text with a marker and the noted IDs.</remarks>
internal sealed partial class Capture : IDisposable
{
    private readonly string[] _markers;
    private readonly ConcurrentDictionary<Guid, bool> _ids = new();
    private readonly ConcurrentDictionary<string, bool> _searched = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _origins = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _leaks = new();
    private ActivityListener _spans;
    private readonly MeterListener _measurements;

    public Capture(params string[] markers)
    {
        _markers = markers;
        Log = new CapturingLoggerFactory(line => Search($"log {line.Category}", line.Message));
        _spans = ListenToSpans();
        _measurements = new MeterListener { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _measurements.SetMeasurementEventCallback<byte>((instrument, _, tags, _) => Search(instrument, tags));
        _measurements.SetMeasurementEventCallback<short>((instrument, _, tags, _) => Search(instrument, tags));
        _measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Search(instrument, tags));
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Search(instrument, tags));
        _measurements.SetMeasurementEventCallback<float>((instrument, _, tags, _) => Search(instrument, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Search(instrument, tags));
        _measurements.SetMeasurementEventCallback<decimal>((instrument, _, tags, _) => Search(instrument, tags));
        _measurements.Start();
    }

    public ILoggerFactory Log { get; }

    /// <summary>Gets the secrets that were found and where. Empty when there were none.</summary>
    public IReadOnlyCollection<string> Leaks => _leaks;

    /// <summary>
    /// Gets the loggers, sources and meters that emitted data, for example <c>log Npgsql.Command</c> or <c>metric Lti.Storage</c>.
    /// </summary>
    public ICollection<string> Origins => _origins.Keys;

    /// <summary>Notes an ID that acts as a bearer token. It must not appear from now on.</summary>
    // A refused empty id is no secret, and listings begin with it.
    public void Note(Guid id) => _ = id != Guid.Empty && _ids.TryAdd(id, true);

    /// <summary>Searches no spans while a test measures calls without a listener.</summary>
    public async Task WithoutSpansAsync(Func<Task> test)
    {
        _spans.Dispose();
        try
        {
            await test();
        }
        finally
        {
            _spans = ListenToSpans();
        }
    }

    /// <summary>Reads the observable instruments.</summary>
    public void Observe()
    {
        lock (_measurements)
        {
            _measurements.RecordObservableInstruments();
        }
    }

    public void Dispose()
    {
        _spans.Dispose();
        _measurements.Dispose();
        Log.Dispose();
    }

    [GeneratedRegex("[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Id();

    private ActivityListener ListenToSpans()
    {
        var spans = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Search,
        };
        ActivitySource.AddActivityListener(spans);
        return spans;
    }

    private void Search(Activity span)
    {
        var origin = $"trace {span.Source.Name}";
        Search(origin, span.OperationName);
        Search(origin, span.DisplayName);
        Search(origin, span.StatusDescription);
        Search(origin, span.TraceStateString);
        Search(origin, span.TagObjects);
        Search(origin, span.Baggage.Select(item => KeyValuePair.Create(item.Key, (object?)item.Value)));
        Search(origin, span.Links.SelectMany(link => link.Tags ?? []));
        foreach (var happened in span.Events)
        {
            Search(origin, happened.Name);
            Search(origin, happened.Tags);
        }
    }

    private void Search(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var origin = $"metric {instrument.Meter.Name}";
        _origins.TryAdd(origin, true);
        foreach (var (key, value) in tags)
        {
            SearchOnce(origin, key);
            SearchOnce(origin, value?.ToString());
        }
    }

    private void Search(string origin, IEnumerable<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            SearchOnce(origin, key);
            SearchOnce(origin, value?.ToString());
        }
    }

    /// <summary>Searches repeated text once. Its sender cannot have known IDs that are noted later.</summary>
    private void SearchOnce(string origin, string? text)
    {
        if (text is not null && _searched.TryAdd(text, true))
        {
            Search(origin, text);
        }
    }

    private void Search(string origin, string? text)
    {
        _origins.TryAdd(origin, true);
        if (text is not null && (_markers.Any(marker => text.Contains(marker, StringComparison.Ordinal)) || HasId(text)))
        {
            _leaks.Enqueue($"{origin}: {text}");
        }
    }

    private bool HasId(string text)
    {
        foreach (var match in Id().EnumerateMatches(text))
        {
            if (Guid.TryParse(text.AsSpan(match.Index, match.Length), out var id) && _ids.ContainsKey(id))
            {
                return true;
            }
        }

        return false;
    }
}
