using System.Data.Common;
using System.Diagnostics;
using Lti.Storage.Testing;

namespace Lti.Storage.Telemetry.Tests.Traces;

/// <summary>Tests that a span has an error's class and SQLSTATE but never its message.</summary>
public sealed class ErrorSpanTests
{
    private const string Secret = "canary-71fe";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Errors and their classes.</summary>
    public static TheoryData<Exception, string> Classes { get; } = new()
    {
        { new LtiStorageUnavailableException(Secret, LtiWorkOutcome.NotApplied), "unavailable_not_applied" },
        { new LtiStorageUnavailableException(Secret, LtiWorkOutcome.Unknown), "unavailable_unknown" },
        { LtiConflictException.ForSession(Guid.NewGuid()), "conflict" },
        { LtiConflictException.ForClient(Secret, Secret), "conflict" },
        { new LtiNotFoundException(LtiEntity.Client, Guid.NewGuid()), "not_found" },
        { new LtiStorageException(Secret), "storage" },
        { new ArgumentNullException(null, Secret), "invalid_argument" },
        { new JsonArgumentException(Secret), "invalid_argument" },
        { new OperationCanceledException(Secret), "cancelled" },
        { new TaskCanceledException(Secret), "cancelled" },
        { new ObjectDisposedException(Secret), "_OTHER" },
        { new TimeoutException(Secret), "_OTHER" },
    };

    /// <summary>Causes and their reported codes.</summary>
    public static TheoryData<Exception?, string?> Causes { get; } = new()
    {
        { new DatabaseError("57014"), "57014" },
        { new InvalidOperationException(Secret, new DatabaseError("40P01")), "40P01" },
        { new DatabaseError(null), null },
        { new DatabaseError(""), null },
        { new DatabaseError(Secret), null },
        { new DatabaseError("'; --"), null },
        { new InvalidOperationException(Secret), null },
        { null, null },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task A_span_has_the_class_of_an_error_and_nothing_else(Exception error, string type)
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        using var spans = new RecordedSpans();
        observed.Inner.Fail(nameof(ILtiStorage.FindSessionAsync), FaultMoment.Before, error);

        await Assert.ThrowsAnyAsync<Exception>(async () => await observed.Storage.FindSessionAsync(Guid.NewGuid(), Token));

        var span = spans.Single;
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
        Assert.Empty(span.Events);
        var tags = Tags.Of(("db.system.name", "in_memory"), ("db.operation.name", "FindSession"), ("db.collection.name", "sessions"), ("error.type", type));
        RecordedSpans.AssertTags(tags, span);
        Assert.Equal(tags, Assert.Single(durations.GetMeasurementSnapshot()).Tags);
    }

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task A_span_has_the_SQLSTATE_of_a_database_error(Exception? cause, string? code)
    {
        await using var observed = new ObservedStorage();
        using var durations = observed.Collect<double>(TelemetryNames.OperationDuration);
        using var spans = new RecordedSpans();
        observed.Inner.BeginOutage(new LtiStorageUnavailableException(Secret, LtiWorkOutcome.Unknown, cause));

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(async () => await observed.Storage.CleanupAsync(Token));

        Assert.Equal(code, spans.Single.GetTagItem("db.response.status_code"));
        Assert.Equal(code, Assert.Single(durations.GetMeasurementSnapshot()).Tags.GetValueOrDefault("db.response.status_code"));
    }

    private sealed class JsonArgumentException(string message) : ArgumentException(message);

    private sealed class DatabaseError(string? state) : DbException(Secret)
    {
        public override string? SqlState => state;
    }
}
