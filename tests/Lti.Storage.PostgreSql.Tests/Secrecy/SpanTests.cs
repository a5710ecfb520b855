using System.Collections.Concurrent;
using System.Diagnostics;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Lti.Storage.PostgreSql.Tests.Server;
using Lti.Storage.PostgreSql.Tests.Settings;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Checks that Npgsql starts spans of the storage exactly while another listener wants them.</summary>
/// <param name="observed">Listens to all spans of the process.</param>
[Collection(nameof(RunsAlone))]
public sealed class SpanTests(ObservedFixture observed)
{
    private const int Calls = 500;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Lone_write_without_a_listener_allocates_no_text_for_a_span() => observed.Capture.WithoutSpansAsync(async () =>
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open();
        await StoreAsync(storage, Calls);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await StoreAsync(storage, Calls);

        // By hand it is 2 KB. The joined texts of the batch alone are 2.5 KB more.
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / Calls, 0, 3500);
    });

    [Fact]
    public async Task Listener_receives_the_spans_of_reads_and_writes_from_its_start_to_its_end()
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open();
        ConcurrentQueue<ActivitySource> spans = [];
        await CallAsync();

        using (var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Npgsql",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(span.Source),
        })
        {
            ActivitySource.AddActivityListener(listener);
            await CallAsync();
        }

        await CallAsync();

        Assert.Equal(2, spans.Count);
        Assert.All(spans, source => Assert.Equal(source.Version, SpanRedaction.Version));

        async Task CallAsync()
        {
            await StoreAsync(storage, 1);
            await storage.FindSessionAsync(Guid.NewGuid(), Token);
        }
    }

    private static async Task StoreAsync(PostgreSqlLtiStorage storage, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            await storage.StoreNonceAsync(Sample.Nonce(), cancellationToken: Token);
        }
    }
}
