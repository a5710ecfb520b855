using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

internal sealed class StoredNonces(OutcomeCounter counter) : IOutcomes<None>
{
    public void Answered(None answer, TimeSpan duration, Activity? span) => counter.Add(TelemetryNames.StoredOutcome, span);

    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
        if (error is LtiConflictException)
        {
            counter.Add(TelemetryNames.ConflictOutcome, span);
        }
    }
}
