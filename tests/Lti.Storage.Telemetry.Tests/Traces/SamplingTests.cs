using System.Diagnostics;

namespace Lti.Storage.Telemetry.Tests.Traces;

/// <summary>Tests sampling. One listener that wants a span is enough, so no other listener may run.</summary>
[Collection(nameof(Alone))]
public sealed class SamplingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ActivitySamplingResult.None, 0)]
    [InlineData(ActivitySamplingResult.PropagationData, 1)]
    public async Task An_operation_that_is_not_sampled_is_still_measured(ActivitySamplingResult sampling, int ended)
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        using var spans = new RecordedSpans(sampling);

        await observed.Storage.FindSessionAsync(Guid.NewGuid(), Token);

        Assert.Equal(ended, spans.Ended.Count);
        Assert.Single(durations.GetMeasurementSnapshot());
    }
}
