using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Deployments;

/// <summary>The command <c>deployments list</c>.</summary>
internal static class ListDeployments
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", "The internal id of the client.");

    public static Listing<DeploymentShape> Listing { get; } = new(
        DeploymentJson.Default.DeploymentShape,
        ["id", "deployment id", "name", "description"],
        deployment => [deployment.Id.ToString(), deployment.DeploymentId, deployment.Name, deployment.Description],
        "No deployments.");

    public static Command Create() => new ToolCommand(
        "list",
        "Lists the deployments of a client in the order of their ids.",
        "deployments list 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12")
    {
        _client,
    }.Reads(RunAsync);

    private static async Task<int> RunAsync(PostgreSqlLtiStorage storage, CommandRun run, CancellationToken cancellationToken)
    {
        var client = run.Value(_client);
        if (await storage.FindClientAsync(client, cancellationToken).ConfigureAwait(false) is null)
        {
            throw Missing.ToException(LtiEntity.Client, client.Value);
        }

        var deployments = storage.ListDeploymentsAsync(client, cancellationToken: cancellationToken);
        await run.Output.WriteAsync(deployments.Select(DeploymentShape.Of), Listing, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
