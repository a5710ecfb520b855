using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

internal sealed class ClaimedNonces(OutcomeCounter counter) : IOutcomes<bool>
{
    public void Answered(bool answer, TimeSpan duration, Activity? span)
        => counter.Add(answer ? TelemetryNames.ClaimedOutcome : TelemetryNames.RefusedOutcome, span);

    /// <summary>Counts nothing: the nonce is unchanged or its state is unknown.</summary>
    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
    }
}
