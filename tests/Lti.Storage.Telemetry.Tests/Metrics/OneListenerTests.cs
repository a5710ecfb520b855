using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Telemetry.Tests.Metrics;

/// <summary>One instrument that is listened to is measured, though nobody wants the others, nor spans.</summary>
[Collection(nameof(Alone))]
public sealed class OneListenerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TelemetryNames.NonceOutcomes)]
    [InlineData(TelemetryNames.Launches)]
    [InlineData(TelemetryNames.CleanupRemoved)]
    public async Task A_counter_alone_is_counted(string instrument)
    {
        await using var observed = new ObservedStorage();
        using var counted = observed.Collect<long>(instrument);

        await LaunchAndCleanUpAsync(observed);

        Assert.NotEmpty(counted.GetMeasurementSnapshot());
    }

    [Theory]
    [InlineData(TelemetryNames.OperationDuration)]
    [InlineData(TelemetryNames.CleanupDuration)]
    public async Task A_histogram_alone_is_recorded(string instrument)
    {
        await using var observed = new ObservedStorage();
        using var recorded = observed.Collect<double>(instrument);

        await LaunchAndCleanUpAsync(observed);

        Assert.NotEmpty(recorded.GetMeasurementSnapshot());
    }

    private static async Task LaunchAndCleanUpAsync(ObservedStorage observed)
    {
        await observed.Storage.CompleteLaunchAsync(Any.Nonce(), Any.Session(), cancellationToken: Token);
        await observed.Storage.CleanupAsync(Token);
    }
}
