using System.CommandLine;

namespace Lti.Storage.Cli.Deployments;

/// <summary>The group of commands <c>deployments</c>.</summary>
internal static class DeploymentCommands
{
    public static Command Create() => new("deployments", "Manages the deployments of clients: the installations of the tool on a platform.")
    {
        ListDeployments.Create(),
        AddDeployment.Create(),
        UpdateDeployment.Create(),
        SetDeploymentStatus.CreateApprove(),
        SetDeploymentStatus.CreateEnable(),
        SetDeploymentStatus.CreateDisable(),
        RemoveDeployment.Create(),
    };
}
