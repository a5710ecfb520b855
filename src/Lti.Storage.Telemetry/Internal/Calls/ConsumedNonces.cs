using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

internal sealed class ConsumedNonces(NonceCounter counter) : IOutcomes<NonceOutcome>
{
    public void Answered(NonceOutcome answer, TimeSpan duration, Activity? span) => counter.Add(Name(answer), span);

    /// <summary>What became of the nonce is not known then, or it stays as it was.</summary>
    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
    }

    private static string Name(NonceOutcome outcome) => outcome switch
    {
        NonceOutcome.Consumed => TelemetryNames.ConsumedOutcome,
        NonceOutcome.Expired => TelemetryNames.ExpiredOutcome,
        NonceOutcome.AlreadyUsed => TelemetryNames.AlreadyUsedOutcome,
        _ => TelemetryNames.UnknownOutcome,
    };
}
