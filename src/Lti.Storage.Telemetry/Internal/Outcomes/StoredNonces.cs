using System.Diagnostics;
using Lti.Storage.Telemetry.Internal.Calls;

namespace Lti.Storage.Telemetry.Internal.Outcomes;

internal sealed class StoredNonces(NonceCounter counter) : IOutcomes<None>
{
    public void Answered(None answer, TimeSpan duration, Activity? span) => counter.Add(TelemetryOutcomes.Stored, span);

    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
        if (error is LtiConflictException)
        {
            counter.Add(TelemetryOutcomes.Conflict, span);
        }
    }
}
