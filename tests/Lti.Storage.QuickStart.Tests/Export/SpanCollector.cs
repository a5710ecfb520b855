using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.QuickStart.Tests.Export;

/// <summary>An OTLP receiver on loopback that keeps the names of spans.</summary>
internal sealed class SpanCollector : IAsyncDisposable
{
    private const int LengthDelimited = 2;

    private readonly ConcurrentQueue<(string Source, string Name)> _spans = new();
    private readonly WebApplication _app;

    private SpanCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/traces", ReceiveAsync);
        _app.MapPost("/v1/metrics", static () => Results.Ok());
    }

    public IReadOnlyCollection<(string Source, string Name)> Spans => _spans;

    public string Endpoint => _app.Urls.Single();

    public static async Task<SpanCollector> StartAsync(CancellationToken cancellationToken)
    {
        var collector = new SpanCollector();
        await collector._app.StartAsync(cancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);

        // ExportTraceServiceRequest: resource_spans (1) > scope_spans (2) > scope (1) > name (1) and spans (2) > name (5).
        foreach (var scopeSpans in Fields(body.ToArray(), 1).SelectMany(resourceSpans => Fields(resourceSpans, 2)))
        {
            var source = Encoding.UTF8.GetString(Fields(Fields(scopeSpans, 1).Single(), 1).Single());
            foreach (var span in Fields(scopeSpans, 2))
            {
                _spans.Enqueue((source, Encoding.UTF8.GetString(Fields(span, 5).Single())));
            }
        }
    }

    /// <summary>Finds the length-delimited fields of a number in a protobuf message.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        List<byte[]> fields = [];
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += sizeof(long);
                    break;
                case LengthDelimited:
                    var length = (int)Varint(message, ref at);
                    if (key >> 3 == (ulong)number)
                    {
                        fields.Add(message[at..(at + length)]);
                    }

                    at += length;
                    break;
                default:
                    at += sizeof(int);
                    break;
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
