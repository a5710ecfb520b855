using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Clients;

/// <summary>The command <c>clients list</c>.</summary>
internal static class ListClients
{
    private static readonly Option<string?> _issuer = Inputs.Optional("--issuer", "List only clients of this issuer.", "iss");
    private static readonly Option<string?> _clientId = Inputs.Optional(
        "--client-id", "With --issuer: list only the client with this OAuth2 client_id.");

    private static readonly Option<bool> _enabled = Inputs.Flag("--enabled", "List only clients that are enabled.");
    private static readonly Option<bool> _disabled = Inputs.Flag("--disabled", "List only clients that are disabled.");

    private static readonly Listing<ClientShape> _listing = new(
        ClientJson.Default.ClientShape,
        ["id", "name", "issuer", "client id", "enabled", "token audience"],
        client =>
        [
            client.Id.ToString(),
            client.Name,
            client.Issuer,
            client.ClientId,
            client.IsEnabled ? "yes" : "no",
            client.TokenAudience,
        ],
        "No clients.");

    public static Command Create()
    {
        var command = new ToolCommand(
            "list",
            "Lists clients in the order of their ids.",
            "clients list",
            "clients list --issuer https://canvas.instructure.com",
            "clients list --disabled",
            "clients list --json | jq -r .issuer | sort | uniq -c")
        {
            _issuer,
            _clientId,
            _enabled,
            _disabled,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(_clientId) is not null && result.GetResult(_issuer) is null)
            {
                result.AddError("--client-id needs --issuer: a client_id is unique within its issuer only.");
            }

            if (result.GetResult(_enabled) is not null && result.GetResult(_disabled) is not null)
            {
                result.AddError("--enabled and --disabled exclude each other.");
            }
        });
        return command.Reads(RunAsync);
    }

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var clients = run.Value(_issuer) is { } issuer
            ? (await FindAsync(database, issuer, run.Value(_clientId), cancellationToken).ConfigureAwait(false)).ToAsyncEnumerable()
            : database.Storage.ListClientsAsync(cancellationToken: cancellationToken);
        var (onlyEnabled, onlyDisabled) = (run.Value(_enabled), run.Value(_disabled));
        var chosen = clients.Where(client => client.IsEnabled ? !onlyDisabled : !onlyEnabled);
        await run.Output.WriteAsync(chosen.Select(ClientShape.Of), _listing, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<IReadOnlyList<LtiClient>> FindAsync(
        IDatabase database, string issuer, string? clientId, CancellationToken cancellationToken)
        => clientId is null ? await database.Storage.FindClientsAsync(issuer, deploymentId: null, cancellationToken).ConfigureAwait(false)
            : await database.Storage.FindClientAsync(issuer, clientId, cancellationToken).ConfigureAwait(false) is { } client ? [client]
            : [];
}
