using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Counts launches.</summary>
/// <remarks>Only errors of the storage count as failed: an aborted request or invalid input is no outage.</remarks>
internal sealed class CompletedLaunches(Instruments instruments, ConsumedNonces nonces) : IOutcomes<NonceOutcome>
{
    public void Answered(NonceOutcome answer, TimeSpan duration, Activity? span)
    {
        nonces.Answered(answer, duration, span);
        Add(answer == NonceOutcome.Consumed ? TelemetryNames.CompletedOutcome : TelemetryNames.RefusedOutcome);
    }

    public void Failed(Exception error, TimeSpan duration, Activity? span) => Add(error switch
    {
        OperationCanceledException => TelemetryNames.CancelledOutcome,
        ArgumentException => TelemetryNames.InvalidOutcome,
        LtiConflictException => TelemetryNames.ConflictOutcome,
        _ => TelemetryNames.FailedOutcome,
    });

    private void Add(string outcome) => instruments.Launches.Add(
        1, instruments.Tags.With(new KeyValuePair<string, object?>(TelemetryNames.LaunchOutcomeTag, outcome)));
}
