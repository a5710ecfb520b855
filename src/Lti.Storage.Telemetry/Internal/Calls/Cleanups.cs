using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Counts cleanups and the entries that they removed.</summary>
internal sealed class Cleanups(Instruments instruments) : IOutcomes<CleanupResult>
{
    public void Answered(CleanupResult answer, TimeSpan duration, Activity? span)
    {
        AddRemoved(TelemetryNames.Nonces, answer.Nonces);
        AddRemoved(TelemetryNames.Sessions, answer.Sessions);
        AddRemoved(TelemetryNames.RegistrationSessions, answer.RegistrationSessions);
        AddRemoved(TelemetryNames.AccessTokens, answer.AccessTokens);
        AddRemoved(TelemetryNames.PlatformKeySets, answer.PlatformKeySets);
        instruments.CleanupDuration.Record(
            duration.TotalSeconds,
            instruments.Tags.With(Outcome(answer.Completed ? TelemetryNames.CompletedOutcome : TelemetryNames.StoppedOutcome)));
    }

    public void Failed(Exception error, TimeSpan duration, Activity? span) => instruments.CleanupDuration.Record(
        duration.TotalSeconds,
        instruments.Tags.With(
            Outcome(error is OperationCanceledException ? TelemetryNames.CancelledOutcome : TelemetryNames.FailedOutcome),
            new(TelemetryNames.ErrorTypeTag, ErrorClass.Of(error))));

    private static KeyValuePair<string, object?> Outcome(string outcome) => new(TelemetryNames.CleanupOutcomeTag, outcome);

    private void AddRemoved(string collection, long count)
        => instruments.CleanupRemoved.Add(
            count, instruments.Tags.With(new KeyValuePair<string, object?>(TelemetryNames.CollectionTag, collection)));
}
