using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Telemetry.Tests.Metrics;

/// <summary>Tests that a listener to one instrument is enough for that instrument.</summary>
[Collection(nameof(Alone))]
public sealed class OneListenerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TelemetryNames.NonceOutcomes)]
    [InlineData(TelemetryNames.LoginOutcomes)]
    [InlineData(TelemetryNames.LaunchLookups)]
    [InlineData(TelemetryNames.LaunchSaves)]
    [InlineData(TelemetryNames.Launches)]
    [InlineData(TelemetryNames.CleanupRemoved)]
    public async Task A_counter_counts_if_it_alone_has_a_listener(string instrument)
    {
        await using var observed = new ObservedStorage();
        using var counted = observed.Collect<long>(instrument);

        await LaunchAndCleanUpAsync(observed);

        Assert.NotEmpty(counted.GetMeasurementSnapshot());
    }

    [Theory]
    [InlineData(TelemetryNames.OperationDuration)]
    [InlineData(TelemetryNames.CleanupDuration)]
    public async Task A_histogram_records_if_it_alone_has_a_listener(string instrument)
    {
        await using var observed = new ObservedStorage();
        using var recorded = observed.Collect<double>(instrument);

        await LaunchAndCleanUpAsync(observed);

        Assert.NotEmpty(recorded.GetMeasurementSnapshot());
    }

    private static async Task LaunchAndCleanUpAsync(ObservedStorage observed)
    {
        var key = Any.LaunchKey();
        await observed.Storage.ResolveLoginAsync(key.Issuer, cancellationToken: Token);
        await observed.Storage.FindLaunchAsync(key, Token);
        await observed.Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token);
        await observed.Storage.CompleteLaunchAsync(Any.Nonce(), Any.Session(), cancellationToken: Token);
        await observed.Storage.CleanupAsync(Token);
    }
}
