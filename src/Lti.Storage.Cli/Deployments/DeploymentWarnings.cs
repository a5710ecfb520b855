using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Twins;

namespace Lti.Storage.Cli.Deployments;

/// <summary>Warns of values that a launch is unlikely to match. The command stores them.</summary>
internal static class DeploymentWarnings
{
    /// <summary>Finds the warnings for a deployment's new values.</summary>
    /// <param name="database">The database, after the change. So the search can't fail or be cancelled.</param>
    /// <param name="stored">The deployment, after the change.</param>
    /// <param name="deploymentId">The new deployment ID; null if it does not change.</param>
    /// <param name="name">The new name; null if it does not change.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(
        IDatabase database, LtiDeployment stored, string? deploymentId, string? name)
    {
        var twins = deploymentId is null
            ? []
            : await StoredTwins.OfDeploymentIdAsync(database, stored.ClientKey, deploymentId).ConfigureAwait(false);
        return
        [
            .. SpaceWarning.Of("--deployment-id", deploymentId),
            .. SpaceWarning.Of("--name", name),
            .. twins.Select(twin => $"warning: The deployment_id '{twin}' of this client differs only by case or by space. "
                + "A launch finds a deployment by the exact deployment_id. Correct the wrong one with lti-storage deployments update."),
        ];
    }
}
