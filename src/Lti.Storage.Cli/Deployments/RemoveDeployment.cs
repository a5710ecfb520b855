using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Questions;

namespace Lti.Storage.Cli.Deployments;

/// <summary>The command <c>deployments remove</c>.</summary>
internal static class RemoveDeployment
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", KeyHelp.Client);
    private static readonly Argument<DeploymentKey> _deployment = Inputs.Key<DeploymentKey>("deployment", KeyHelp.Deployment);

    public static Command Create() => new ToolCommand(
        "remove",
        "Removes a deployment. Sessions stay until they expire or are revoked.",
        "deployments remove 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 01981d90-4b7a-7c21-9d0e-5a6f7b8c9d01")
    {
        _client,
        _deployment,
        Question.Yes,
    }.Writes(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var (client, id) = (run.Value(_client), run.Value(_deployment));
        var owner = await database.Storage.FindClientAsync(client, cancellationToken).ConfigureAwait(false)
            ?? throw Missing.ToException(LtiEntity.Client, client.Value);
        var found = await database.Storage.FindDeploymentAsync(client, id, cancellationToken).ConfigureAwait(false)
            ?? throw Missing.ToException(LtiEntity.Deployment, id.Value);
        var what = $"the deployment '{found.DeploymentId}' of the client '{owner.Name}' ({owner.Issuer}, client_id {owner.ClientId})";
        await run.Question.RequireYesAsync(() => Task.FromResult($"Remove {what}?"), cancellationToken).ConfigureAwait(false);
        if (!await database.Storage.DeleteDeploymentAsync(client, id, cancellationToken).ConfigureAwait(false))
        {
            throw Missing.ToException(LtiEntity.Deployment, id.Value);
        }

        run.Output.Write(new(id.Value), DeploymentJson.Default.RemovedDeploymentShape, text => text.Line($"Removed {what}."));
        return ExitCode.Done;
    }
}
