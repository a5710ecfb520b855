using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Questions;

namespace Lti.Storage.Cli.Clients;

/// <summary>The command <c>clients remove</c>.</summary>
internal static class RemoveClient
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", KeyHelp.Client);

    public static Command Create() => new ToolCommand(
        "remove",
        "Removes a client and all of its deployments in one transaction. Sessions stay until they expire or are revoked.",
        "clients remove 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12",
        "clients remove 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 --yes --json")
    {
        _client,
        Question.Yes,
    }.Writes(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Value(_client);
        var found = await database.Storage.FindClientWithDeploymentsAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw Missing.ToException(LtiEntity.Client, id.Value);
        var what = $"the client '{found.Client.Name}' ({found.Client.Issuer}, client_id {found.Client.ClientId}) "
            + $"and its {Count.Of(found.Deployments.Count, "deployment")}";
        await run.Question.RequireYesAsync(() => Task.FromResult($"Remove {what}?"), cancellationToken).ConfigureAwait(false);
        if (!await database.Storage.DeleteClientAsync(id, cancellationToken).ConfigureAwait(false))
        {
            throw Missing.ToException(LtiEntity.Client, id.Value);
        }

        run.Output.Write(
            new(id.Value, found.Deployments.Count), ClientJson.Default.RemovedClientShape, text => text.Line($"Removed {what}."));
        return ExitCode.Done;
    }
}
