using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Clients;

/// <summary>The commands <c>clients enable</c> and <c>clients disable</c>.</summary>
/// <remarks>Both can be undone, so neither asks.</remarks>
internal static class SetClientEnabled
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", KeyHelp.Client);

    public static Command CreateEnable() => Create(
        "enable",
        "Enables a client: its logins and launches are accepted.",
        isEnabled: true,
        "Enabled the client '{0}' with the id {1}.");

    public static Command CreateDisable() => Create(
        "disable",
        "Disables a client: its logins and launches are refused. Nothing is removed, and sessions stay until they expire or are revoked.",
        isEnabled: false,
        "Disabled the client '{0}' with the id {1}. Its sessions stay until they expire or are revoked.");

    private static Command Create(string name, string description, bool isEnabled, string answer) => new ToolCommand(
        name,
        description,
        $"clients {name} 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12")
    {
        _client,
    }.Writes((database, run, cancellationToken) => RunAsync(database, run, isEnabled, answer, cancellationToken));

    private static async Task<int> RunAsync(
        IDatabase database, CommandRun run, bool isEnabled, string answer, CancellationToken cancellationToken)
    {
        var update = new ClientUpdate { IsEnabled = isEnabled };
        var updated = await database.Storage.UpdateClientAsync(run.Value(_client), update, cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            ClientShape.Of(updated),
            ClientJson.Default.ClientShape,
            text => text.Line(string.Format(null, answer, updated.Name, updated.Id)));
        return ExitCode.Done;
    }
}
