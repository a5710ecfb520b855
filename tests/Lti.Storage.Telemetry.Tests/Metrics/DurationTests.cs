using System.Diagnostics.Metrics;
using Lti.Storage.Telemetry.Internal;
using Lti.Storage.Telemetry.Tests.Traces;
using Lti.Storage.Testing;

namespace Lti.Storage.Telemetry.Tests.Metrics;

public sealed class DurationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(OperationNames.All), MemberType = typeof(OperationNames))]
    public async Task Each_operation_records_one_duration_with_the_names_of_operation_and_collection(string operation, string? collection)
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);

        await OperationNames.CallAsync(OperationNames.CallsOf(operation).First(), observed.Storage);

        var tags = Assert.Single(durations.GetMeasurementSnapshot()).Tags;
        Assert.Equal("in_memory", tags["db.system.name"]);
        Assert.Equal(operation, tags["db.operation.name"]);
        Assert.Equal(collection, tags.GetValueOrDefault("db.collection.name"));
    }

    [Theory]
    [InlineData(FaultMoment.Before)]
    [InlineData(FaultMoment.After)]
    public async Task A_duration_is_in_seconds_of_the_given_clock(FaultMoment moment)
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        var held = observed.Inner.Hold(nameof(ILtiStorage.StoreNonceAsync), moment);
        var store = observed.Storage.StoreNonceAsync("a nonce", cancellationToken: Token);
        await held.Reached;

        observed.Clock.Advance(TimeSpan.FromMilliseconds(250));
        held.Release();
        await store;

        Assert.Equal(0.25, Assert.Single(durations.GetMeasurementSnapshot()).Value);
    }

    [Fact]
    public async Task A_failed_operation_records_its_duration()
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        var held = observed.Inner.Hold(nameof(ILtiStorage.StoreNonceAsync), FaultMoment.Before);
        var store = observed.Storage.StoreNonceAsync("a nonce", cancellationToken: Token).AsTask();
        await held.Reached;

        observed.Clock.Advance(TimeSpan.FromSeconds(30));
        held.Fail(new LtiStorageUnavailableException("Timed out.", LtiWorkOutcome.Unknown));
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => store);

        Assert.Equal(30, Assert.Single(durations.GetMeasurementSnapshot()).Value);
    }

    [Fact]
    public async Task Durations_have_the_buckets_of_the_conventions_and_cleanups_have_longer_ones()
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        using var cleanups = observed.Collect<double>(TelemetryNames.CleanupDuration);

        Assert.Equal([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10], Boundaries(durations.Instrument));
        Assert.Equal([0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800], Boundaries(cleanups.Instrument));
    }

    private static IReadOnlyList<double>? Boundaries(Instrument? instrument) => Assert.IsType<Histogram<double>>(instrument).Advice?.HistogramBucketBoundaries;
}
