using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Deployments;

/// <summary>The command <c>deployments list</c>.</summary>
internal static class ListDeployments
{
    private static readonly Argument<ClientKey?> _client = Inputs.OptionalKey<ClientKey>(
        "client", "The client's internal id. Without it, --status lists the deployments of all clients.");

    private static readonly Option<DeploymentStatus?> _status = StatusOption.Create("List only deployments with this status");

    public static Listing<DeploymentShape> Listing { get; } = new(
        DeploymentJson.Default.DeploymentShape,
        ["id", "deployment id", "status", "name", "description"],
        deployment => [deployment.Id.ToString(), deployment.DeploymentId, deployment.Status, deployment.Name, deployment.Description],
        "No deployments.");

    public static Command Create()
    {
        var command = new ToolCommand(
            "list",
            "Lists the deployments of a client in the order of their ids. With --status alone, lists the deployments of all clients.",
            "deployments list 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12",
            "deployments list --status pending")
        {
            _client,
            _status,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(_client) is not { Tokens.Count: > 0 } && result.GetResult(_status) is null)
            {
                result.AddError("No client is given. Give its internal id, or --status to search all clients.");
            }
        });
        return command.Reads(RunAsync);
    }

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var status = run.Value(_status);
        if (run.Optional(_client) is not { } client)
        {
            var found = DeploymentsByStatus.ListAsync(database, status!.Value, cancellationToken);
            await run.Output.WriteAsync(found, DeploymentsByStatus.Listing, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }

        if (await database.Storage.FindClientAsync(client, cancellationToken).ConfigureAwait(false) is null)
        {
            throw Missing.ToException(LtiEntity.Client, client.Value);
        }

        var deployments = database.Storage.ListDeploymentsAsync(client, after: null, status, cancellationToken);
        await run.Output.WriteAsync(deployments.Select(DeploymentShape.Of), Listing, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
