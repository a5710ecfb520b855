using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

internal sealed class FoundLogins(OutcomeCounter counter) : IOutcomes<LtiLogin?>
{
    public void Answered(LtiLogin? answer, TimeSpan duration, Activity? span)
        => counter.Add(answer is null ? TelemetryNames.UnknownOutcome : TelemetryNames.FoundOutcome, span);

    /// <summary>Counts nothing: the duration of the operation has the class of the error.</summary>
    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
    }
}
