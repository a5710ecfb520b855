using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

internal sealed class FoundLaunches(OutcomeCounter counter) : IOutcomes<LtiLaunch>
{
    public void Answered(LtiLaunch answer, TimeSpan duration, Activity? span) => counter.Add(Name(answer.Outcome), span);

    /// <summary>Counts nothing: the duration of the operation has the class of the error.</summary>
    public void Failed(Exception error, TimeSpan duration, Activity? span)
    {
    }

    private static string Name(LaunchOutcome outcome) => outcome switch
    {
        LaunchOutcome.Found => TelemetryNames.FoundOutcome,
        LaunchOutcome.FoundThroughDefault => TelemetryNames.FoundThroughDefaultOutcome,
        LaunchOutcome.UnknownDeployment => TelemetryNames.UnknownDeploymentOutcome,
        LaunchOutcome.ClientDisabled => TelemetryNames.ClientDisabledOutcome,
        LaunchOutcome.DeploymentDisabled => TelemetryNames.DeploymentDisabledOutcome,
        LaunchOutcome.DeploymentPending => TelemetryNames.DeploymentPendingOutcome,
        _ => TelemetryNames.UnknownClientOutcome,
    };
}
