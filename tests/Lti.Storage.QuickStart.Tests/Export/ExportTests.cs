using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using QuickStart;

namespace Lti.Storage.QuickStart.Tests.Export;

/// <summary>Exports the sample's traces through Kestrel to an OTLP receiver.</summary>
public sealed class ExportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_of_a_request_are_exported()
    {
        await using var collector = await SpanCollector.StartAsync(Token);
        await using var app = QuickStartApp.Create(
        [
            "--memory", "--urls", "http://127.0.0.1:0", "--DATABASE_URL", "", "--ConnectionStrings:Lti", "",
            "--OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint, "--OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
        ]);
        await app.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        (await client.GetAsync(new Uri("/healthz", UriKind.Relative), Token)).EnsureSuccessStatusCode();

        app.Services.GetRequiredService<TracerProvider>().ForceFlush();
        Assert.Contains(("Lti.Storage", "FindRegistrationSession registration_sessions"), collector.Spans);
        Assert.Contains(collector.Spans, span => span.Source == "Microsoft.AspNetCore");
    }
}
