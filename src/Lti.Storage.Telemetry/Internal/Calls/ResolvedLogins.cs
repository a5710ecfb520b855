using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

internal sealed class ResolvedLogins(OutcomeCounter counter) : IOutcomes<ResolvedLogin>
{
    public void Answered(ResolvedLogin answer, TimeSpan duration, Activity? span) => counter.Add(Name(answer.Outcome), span);

    /// <summary>Counts nothing: the duration of the operation has the class of the error.</summary>
    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
    }

    private static string Name(LoginOutcome outcome) => outcome switch
    {
        LoginOutcome.Found => TelemetryNames.FoundOutcome,
        LoginOutcome.UnknownClient => TelemetryNames.UnknownClientOutcome,
        LoginOutcome.Ambiguous => TelemetryNames.AmbiguousOutcome,
        LoginOutcome.Disabled => TelemetryNames.DisabledOutcome,
        _ => TelemetryNames.UnknownIssuerOutcome,
    };
}
