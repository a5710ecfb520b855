using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Lti.Storage.Testing;

namespace Lti.Storage.Telemetry.Tests.Metrics;

public sealed class CleanupTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Removed_entries_are_counted_by_collection_and_the_duration_is_recorded()
    {
        await using var observed = new ObservedStorage();
        using var removed = observed.Collect<long>(TelemetryNames.CleanupRemoved);
        using var durations = observed.Collect<double>(TelemetryNames.CleanupDuration);
        await observed.Memory.AddSessionAsync(Any.Session(), _minute, Token);
        await observed.Memory.AddSessionAsync(Any.Session(), _minute, Token);
        await observed.Memory.StoreNonceAsync(Any.Nonce(), _minute, Token);
        for (var i = 0; i < 3; i++)
        {
            await observed.Memory.SaveRegistrationSessionAsync(Any.Registration(Guid.NewGuid()), _minute, Token);
        }

        observed.Clock.Advance(_minute);
        var held = observed.Inner.Hold(nameof(ILtiStorage.CleanupAsync), FaultMoment.After);
        var cleanup = observed.Storage.CleanupAsync(Token);
        await held.Reached;
        observed.Clock.Advance(2 * _minute);
        held.Release();
        await cleanup;

        Assert.Equal(
            [("nonces", 1), ("sessions", 2), ("registration_sessions", 3), ("access_tokens", 0), ("platform_key_sets", 0)],
            removed.GetMeasurementSnapshot().Select(kind => ((string)kind.Tags["db.collection.name"]!, kind.Value)));
        Assert.All(removed.GetMeasurementSnapshot(), kind => Assert.Equal((2, "in_memory"), (kind.Tags.Count, kind.Tags["db.system.name"])));
        var run = Assert.Single(durations.GetMeasurementSnapshot());
        Assert.Equal(120, run.Value);
        Assert.Equal(Tags.Of(("db.system.name", "in_memory"), ("lti_storage.cleanup.outcome", "completed")), run.Tags);
    }

    [Fact]
    public async Task A_cleanup_that_is_stopped_after_a_batch_has_the_outcome_stopped()
    {
        await using var observed = new ObservedStorage(new Stopped());
        using var removed = observed.Collect<long>(TelemetryNames.CleanupRemoved);
        using var durations = observed.Collect<double>(TelemetryNames.CleanupDuration);

        await observed.Storage.CleanupAsync(Token);

        Assert.Equal("stopped", Assert.Single(durations.GetMeasurementSnapshot()).Tags["lti_storage.cleanup.outcome"]);
        Assert.Equal(1000, removed.GetMeasurementSnapshot().Sum(kind => kind.Value));
    }

    [Fact]
    public async Task A_failed_cleanup_has_the_class_of_its_error()
    {
        await using var observed = new ObservedStorage();
        using var removed = observed.Collect<long>(TelemetryNames.CleanupRemoved);
        using var durations = observed.Collect<double>(TelemetryNames.CleanupDuration);
        observed.Inner.BeginOutage(new LtiStorageUnavailableException("Down.", LtiWorkOutcome.NotApplied));

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await observed.Storage.CleanupAsync(Token));

        Assert.Equal(
            Tags.Of(("db.system.name", "in_memory"), ("lti_storage.cleanup.outcome", "failed"), ("error.type", "unavailable_not_applied")),
            Assert.Single(durations.GetMeasurementSnapshot()).Tags);
        Assert.Empty(removed.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Cleanup_that_is_cancelled_before_its_first_batch_does_not_count_as_failed()
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.CleanupDuration);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await observed.Storage.CleanupAsync(new CancellationToken(canceled: true)));

        Assert.Equal("cancelled", Assert.Single(durations.GetMeasurementSnapshot()).Tags["lti_storage.cleanup.outcome"]);
    }

    private sealed class Stopped() : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public override ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => new(new CleanupResult { Nonces = 1000, Sessions = 0, RegistrationSessions = 0, Completed = false });
    }
}
