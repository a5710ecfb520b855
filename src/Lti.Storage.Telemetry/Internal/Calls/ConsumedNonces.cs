using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

internal sealed class ConsumedNonces(OutcomeCounter counter) : IOutcomes<NonceOutcome>
{
    public void Answered(NonceOutcome answer, TimeSpan duration, Activity? span) => counter.Add(Name(answer), span);

    /// <summary>Counts nothing: the nonce is unchanged or its state is unknown.</summary>
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
