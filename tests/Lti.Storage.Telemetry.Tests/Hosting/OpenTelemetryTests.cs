using System.Diagnostics;
using Lti.Storage.Conformance.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Lti.Storage.Telemetry.Tests.Hosting;

/// <summary>Tests that OpenTelemetry's SDK exports spans and metrics by their public names.</summary>
[Collection(nameof(Alone))]
public sealed class OpenTelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sdk_exports_the_spans_and_the_metrics_of_a_launch()
    {
        List<Activity> spans = [];
        List<MetricSnapshot> metrics = [];
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddLtiStorage().UseInMemory().WithTelemetry();
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(TelemetryNames.ActivitySourceName).AddInMemoryExporter(spans))
            .WithMetrics(metering => metering.AddMeter(TelemetryNames.MeterName).AddInMemoryExporter(metrics));
        using var host = builder.Build();
        await host.StartAsync(Token);

        var storage = host.Services.GetRequiredService<ILtiStorage>();
        var (nonce, key) = (Any.Nonce(), Any.LaunchKey());
        await storage.StoreNonceAsync(nonce, cancellationToken: Token);
        await storage.FindLaunchAsync(key, Token);
        await storage.CompleteLaunchAsync(nonce, Any.Session(), cancellationToken: Token);
        await storage.CompleteLaunchAsync(nonce, Any.Session(), cancellationToken: Token);
        host.Services.GetRequiredService<TracerProvider>().ForceFlush();
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();

        string[] operations = ["StoreNonce nonces", "FindLaunch", "CompleteLaunch", "CompleteLaunch"];
        string[] outcomes = ["already_used", "consumed", "stored"];
        Assert.Equal<string>(operations, spans.Select(span => span.DisplayName).ToArray());
        Assert.All(spans, span => Assert.Equal(ActivityKind.Client, span.Kind));
        var durations = Assert.Single(metrics, metric => metric.Name == TelemetryNames.OperationDuration);
        Assert.Equal(("s", MetricType.Histogram, 3), (durations.Unit, durations.MetricType, durations.MetricPoints.Count));
        Assert.Equal([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, double.PositiveInfinity], Boundaries(durations.MetricPoints[0]));
        Assert.Equal(4, durations.MetricPoints.Sum(point => point.GetHistogramCount()));
        var nonces = Assert.Single(metrics, metric => metric.Name == TelemetryNames.NonceOutcomes);
        Assert.Equal<string>(
            outcomes,
            nonces.MetricPoints.Select(point => (string)Tag(point, TelemetryNames.NonceOutcomeTag)!).Order(StringComparer.Ordinal).ToArray());
        await host.StopAsync(Token);
    }

    private static List<double> Boundaries(MetricPoint point)
    {
        List<double> boundaries = [];
        foreach (var bucket in point.GetHistogramBuckets())
        {
            boundaries.Add(bucket.ExplicitBound);
        }

        return boundaries;
    }

    private static object? Tag(MetricPoint point, string key)
    {
        foreach (var tag in point.Tags)
        {
            if (tag.Key == key)
            {
                return tag.Value;
            }
        }

        return null;
    }
}
