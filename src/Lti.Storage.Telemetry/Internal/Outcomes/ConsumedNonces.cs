using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Outcomes;

internal sealed class ConsumedNonces(NonceCounter counter) : IOutcomes<NonceOutcome>
{
    public void Answered(NonceOutcome answer, TimeSpan duration, Activity? span) => counter.Add(Name(answer), span);

    /// <summary>What became of the nonce is not known then, or it stays as it was.</summary>
    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
    }

    private static string Name(NonceOutcome outcome) => outcome switch
    {
        NonceOutcome.Consumed => TelemetryOutcomes.Consumed,
        NonceOutcome.Expired => TelemetryOutcomes.Expired,
        NonceOutcome.AlreadyUsed => TelemetryOutcomes.AlreadyUsed,
        _ => TelemetryOutcomes.Unknown,
    };
}
