using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Calls;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Internal.Outcomes;

internal sealed class Cleanups(Instruments instruments, string system) : IOutcomes<CleanupResult>
{
    private readonly KeyValuePair<string, object?> _system = new(TelemetryTags.DatabaseSystem, system);

    public void Answered(CleanupResult answer, TimeSpan duration, Activity? span)
    {
        Removed(Collections.Nonces, answer.Nonces);
        Removed(Collections.Sessions, answer.Sessions);
        Removed(Collections.RegistrationSessions, answer.RegistrationSessions);
        instruments.CleanupDuration.Record(duration.TotalSeconds, _system, Outcome(answer.Completed ? TelemetryOutcomes.Completed : TelemetryOutcomes.Stopped));
    }

    public void Failed(Exception error, TimeSpan duration, Activity? span) => instruments.CleanupDuration.Record(
        duration.TotalSeconds, _system, Outcome(TelemetryOutcomes.Failed), new(TelemetryTags.ErrorType, ErrorClass.Of(error)));

    private static KeyValuePair<string, object?> Outcome(string outcome) => new(TelemetryTags.CleanupOutcome, outcome);

    private void Removed(string collection, long count) => instruments.CleanupRemoved.Add(count, _system, new(TelemetryTags.Collection, collection));
}
