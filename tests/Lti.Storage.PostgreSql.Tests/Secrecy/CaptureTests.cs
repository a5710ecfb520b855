using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Checks that the capture covers all logs, traces and metrics and finds a leak in each of their parts.</summary>
public sealed class CaptureTests(ObservedFixture fixture)
{
    private const string Marker = "canary-of-this-test";

    private static readonly Dictionary<string, Action<Capture, string>> _leaks = new(StringComparer.Ordinal)
    {
        ["message of a log"] = (capture, secret) => Say(capture, LogLevel.Trace, $"Nonce {secret} refused.", []),
        ["property of a log"] = (capture, secret) => Say(capture, LogLevel.Debug, "Refused.", Tags("nonce", secret)),
        ["exception in a log"] = (capture, secret) => Say(capture, LogLevel.Error, "Refused.", [], new InvalidOperationException("", new InvalidOperationException(secret))),
        ["scope of a log"] = (capture, secret) => Logger(capture).BeginScope(Tags("nonce", secret)),
        ["name of a span"] = (_, secret) => Span(span => span.DisplayName = secret),
        ["tag of a span"] = (_, secret) => Span(span => span.SetTag("nonce", secret)),
        ["key of a tag"] = (_, secret) => Span(span => span.SetTag(secret, true)),
        ["event of a span"] = (_, secret) => Span(span => span.AddEvent(new ActivityEvent(secret))),
        ["exception of a span"] = (_, secret) => Span(span => span.AddException(new InvalidOperationException(secret))),
        ["status of a span"] = (_, secret) => Span(span => span.SetStatus(ActivityStatusCode.Error, secret)),
        ["link of a span"] = (_, secret) => Span(span => span.AddLink(new ActivityLink(default, new ActivityTagsCollection { ["nonce"] = secret }))),
        ["baggage of a span"] = (_, secret) => Span(span => span.AddBaggage("nonce", secret)),
        ["state of a trace"] = (_, secret) => Span(span => span.TraceStateString = secret),
        ["tag of a counter"] = (_, secret) => Measure(meter => meter.CreateCounter<long>("leak").Add(1, Tags("nonce", secret))),
        ["tag of a histogram"] = (_, secret) => Measure(meter => meter.CreateHistogram<double>("leak").Record(1, Tags("nonce", secret))),
        ["tag of a gauge"] = (capture, secret) => Measure(meter =>
        {
            meter.CreateObservableGauge("leak", () => new Measurement<int>(1, Tags("nonce", secret)));
            capture.Observe();
        }),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Leaks => [.. _leaks.Keys];

    [Fact, Rule("E8")]
    public async Task Capture_covers_every_logger_source_and_meter_of_the_suite()
    {
        await using var environment = await fixture.CreateAsync(new LtiStorageOptions());
        var (nonce, session) = (Sample.Nonce(), Sample.Session());
        await environment.Storage.StoreNonceAsync(nonce, cancellationToken: Token);
        await environment.Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token);
        await environment.Storage.FindSessionAsync(session.Id, Token);
        fixture.Capture.Observe();

        string[] origins =
        [
            "log Lti.Storage.PostgreSql.PostgreSqlLtiStorage",
            "log Npgsql.Command",
            "log Npgsql.Connection",
            "metric Lti.Storage",
            "metric Lti.Storage.Caching",
            "metric Npgsql",
            "trace Lti.Storage",
            "trace Npgsql",
        ];
        Assert.Superset(origins.ToHashSet(StringComparer.Ordinal), fixture.Capture.Origins.ToHashSet(StringComparer.Ordinal));
    }

    [Theory, Rule("E8")]
    [MemberData(nameof(Leaks))]
    public void Leak_is_found_in_every_part(string place)
    {
        var id = Guid.NewGuid();

        Assert.NotEmpty(Found(place, id, $"a {Marker}-nonce"));
        Assert.NotEmpty(Found(place, id, $"session={id:D}"));
        Assert.NotEmpty(Found(place, id, $"{id:N}".ToUpperInvariant()));
        Assert.Empty(Found(place, id, $"{Guid.NewGuid()}"));
    }

    private static IReadOnlyCollection<string> Found(string place, Guid id, string text)
    {
        using var capture = new Capture(Marker);
        capture.Note(id);
        _leaks[place](capture, text);
        return capture.Leaks;
    }

    private static ILogger Logger(Capture capture) => capture.Log.CreateLogger("a leak");

    private static void Say(Capture capture, LogLevel level, string message, KeyValuePair<string, object?>[] properties, Exception? error = null)
        => Logger(capture).Log(level, default, properties, error, (_, _) => message);

    private static KeyValuePair<string, object?>[] Tags(string key, object? value) => [new(key, value)];

    private static void Span(Action<Activity> leak)
    {
        using var source = new ActivitySource("a leak");
        using var span = source.StartActivity("a span")!;
        leak(span);
    }

    private static void Measure(Action<Meter> leak)
    {
        using var meter = new Meter("a leak");
        leak(meter);
    }
}
