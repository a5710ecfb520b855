using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Counts saves of launch configurations.</summary>
/// <remarks>A refused save is an outcome too: another platform may claim a customer's issuer and client id.</remarks>
internal sealed class SavedLaunchConfigs(OutcomeCounter counter) : IOutcomes<SavedLaunchConfig>
{
    public void Answered(SavedLaunchConfig answer, TimeSpan duration, Activity? span) => counter.Add(Name(answer.Outcome), span);

    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
        if (error is LtiConflictException)
        {
            counter.Add(TelemetryNames.ConflictOutcome, span);
        }
    }

    private static string Name(SaveOutcome outcome) => outcome switch
    {
        SaveOutcome.Created => TelemetryNames.CreatedOutcome,
        SaveOutcome.DeploymentCreated => TelemetryNames.DeploymentCreatedOutcome,
        SaveOutcome.Replaced => TelemetryNames.ReplacedOutcome,
        _ => TelemetryNames.UnchangedOutcome,
    };
}
