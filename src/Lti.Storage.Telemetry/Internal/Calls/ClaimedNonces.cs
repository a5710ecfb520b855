using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

internal sealed class ClaimedNonces(NonceCounter counter) : IOutcomes<bool>
{
    public void Answered(bool answer, TimeSpan duration, Activity? span) => counter.Add(answer ? TelemetryNames.ClaimedOutcome : TelemetryNames.RefusedOutcome, span);

    /// <summary>What became of the nonce is not known then, or it stays as it was.</summary>
    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
    }
}
