using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>The finding about clients and deployments whose launches are refused.</summary>
internal static class StatusFinding
{
    private const string Advice
        = "Run lti-storage deployments list --status pending, then lti-storage deployments approve for each that you accept.";

    public static Finding Of(long disabledClients, long pending, long disabled) => disabledClients + pending + disabled == 0
        ? Finding.Ok("Every client is enabled, and every deployment is active.")
        : new Finding(
            FindingStatus.Ok,
            $"Launches of {Count.Of(pending, "pending deployment")}, {Count.Of(disabled, "disabled deployment")} "
                + $"and {Count.Of(disabledClients, "disabled client")} are refused.",
            pending > 0 ? Advice : null);
}
