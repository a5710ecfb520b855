using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Deployments;

/// <summary>The command <c>deployments update</c>.</summary>
internal static class UpdateDeployment
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", KeyHelp.Client);
    private static readonly Argument<DeploymentKey> _deployment = Inputs.Key<DeploymentKey>("deployment", KeyHelp.Deployment);
    private static readonly Option<string?> _deploymentId = Inputs.Optional("--deployment-id", "The platform's deployment_id.");
    private static readonly Option<DeploymentStatus?> _status
        = StatusOption.Create("The status. Only an active deployment accepts launches. One of");
    private static readonly Option<string?> _name = Inputs.Optional("--name", "A name to show to people.");
    private static readonly Option<string?> _description = Inputs.Optional("--description", "A description to show to people.");
    private static readonly Option<bool> _clearName = Inputs.Flag("--clear-name", "Remove the name.");
    private static readonly Option<bool> _clearDescription = Inputs.Flag("--clear-description", "Remove the description.");

    private static readonly Option[] _fields = [_deploymentId, _status, _name, _clearName, _description, _clearDescription];

    public static Command Create()
    {
        var command = new ToolCommand(
            "update",
            "Changes the given fields of a deployment. Other fields stay.",
            "deployments update 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 01981d90-4b7a-7c21-9d0e-5a6f7b8c9d01 --name 'Faculty of Arts'",
            "deployments update 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 01981d90-4b7a-7c21-9d0e-5a6f7b8c9d01 --status pending")
        {
            _client,
            _deployment,
        };
        foreach (var field in _fields)
        {
            command.Add(field);
        }

        command.Validators.Add(result =>
        {
            if (!_fields.Any(field => result.GetResult(field) is not null))
            {
                result.AddError("No field to change is given. Give at least one option of a field.");
            }

            foreach (var (set, clear) in new (Option, Option)[] { (_name, _clearName), (_description, _clearDescription) })
            {
                if (result.GetResult(set) is not null && result.GetResult(clear) is not null)
                {
                    result.AddError($"{set.Name} and {clear.Name} exclude each other.");
                }
            }
        });
        return command.Writes(RunAsync);
    }

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var update = new DeploymentUpdate
        {
            DeploymentId = run.Value(_deploymentId),
            Status = run.Value(_status),
            Name = run.Value(_clearName) ? OptionalText.Clear : run.Value(_name),
            Description = run.Value(_clearDescription) ? OptionalText.Clear : run.Value(_description),
        };
        var updated = await database.Storage.UpdateDeploymentAsync(run.Value(_client), run.Value(_deployment), update, cancellationToken)
            .ConfigureAwait(false);
        run.Output.Write(
            DeploymentShape.Of(updated),
            DeploymentJson.Default.DeploymentShape,
            text => text.Line($"Updated the deployment '{updated.DeploymentId}' with the id {updated.Id}."));
        run.Screen.Lines(
            await DeploymentWarnings.FindAsync(database, updated, update.DeploymentId, update.Name.Value).ConfigureAwait(false));
        return ExitCode.Done;
    }
}
