using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Deployments;

/// <summary>The command <c>deployments add</c>.</summary>
internal static class AddDeployment
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", KeyHelp.Client);
    private static readonly Option<string> _deploymentId = Inputs.Required(
        "--deployment-id", "The platform's deployment_id. The deployment 'default' is used for deployment_ids that are not stored.");
    private static readonly Option<string?> _name = Inputs.Optional("--name", "A name to show to people.");
    private static readonly Option<DeploymentStatus?> _status = StatusOption.Create(
        "The status. Only an active deployment accepts launches. [default: active] One of");

    private static readonly Option<string?> _description = Inputs.Optional("--description", "A description to show to people.");

    public static Command Create() => new ToolCommand(
        "add",
        "Adds a deployment to a client.",
        "deployments add 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 --deployment-id 1:8865aa05b4b79b64",
        "deployments add 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 --deployment-id default --name 'Whole site'")
    {
        _client,
        _deploymentId,
        _name,
        _description,
        _status,
    }.Writes(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var added = await database.Storage.AddDeploymentAsync(
            run.Value(_client),
            new NewDeployment
            {
                DeploymentId = run.Required(_deploymentId),
                Name = run.Value(_name),
                Description = run.Value(_description),
                Status = run.Value(_status) ?? DeploymentStatus.Active,
            },
            cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            DeploymentShape.Of(added),
            DeploymentJson.Default.DeploymentShape,
            text => text.Line($"Added the deployment '{added.DeploymentId}' with the id {added.Id}."));
        run.Screen.Lines(
            await DeploymentWarnings.FindAsync(database, added, added.DeploymentId, added.Name).ConfigureAwait(false));
        return ExitCode.Done;
    }
}
