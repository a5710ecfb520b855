using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Clients;

/// <summary>The command <c>clients update</c>.</summary>
internal static class UpdateClient
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", KeyHelp.Client);
    private static readonly Option<string?> _name = Inputs.Optional("--name", ClientOptions.Name);
    private static readonly Option<string?> _issuer = Inputs.Optional("--issuer", ClientOptions.Issuer, "iss");
    private static readonly Option<string?> _clientId = Inputs.Optional("--client-id", ClientOptions.ClientId);
    private static readonly Option<string?> _authorizationUrl = Inputs.Optional(
        "--authorization-url", ClientOptions.AuthorizationUrl, "url");
    private static readonly Option<string?> _tokenUrl = Inputs.Optional("--token-url", ClientOptions.TokenUrl, "url");
    private static readonly Option<string?> _jwksUrl = Inputs.Optional("--jwks-url", ClientOptions.JwksUrl, "url");

    private static readonly Option<string?> _tokenAudience = Inputs.Optional("--token-audience", ClientOptions.TokenAudience);
    private static readonly Option<bool> _clearTokenAudience = Inputs.Flag(
        "--clear-token-audience", "Remove the token audience: the token endpoint is the audience again.");

    private static readonly Option[] _fields =
        [_name, _issuer, _clientId, _authorizationUrl, _tokenUrl, _jwksUrl, _tokenAudience, _clearTokenAudience];

    public static Command Create()
    {
        var command = new ToolCommand(
            "update",
            "Changes the given fields of a client. Other fields stay.",
            "clients update 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 --name 'Moodle, Faculty of Arts'",
            "clients update 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 --jwks-url https://moodle.example.edu/mod/lti/certs.php")
        {
            _client,
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

            if (result.GetResult(_tokenAudience) is not null && result.GetResult(_clearTokenAudience) is not null)
            {
                result.AddError("--token-audience and --clear-token-audience exclude each other.");
            }
        });
        return command.Writes(RunAsync);
    }

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var update = new ClientUpdate
        {
            Name = run.Value(_name),
            Issuer = run.Value(_issuer),
            ClientId = run.Value(_clientId),
            AuthorizationUrl = run.Value(_authorizationUrl),
            TokenUrl = run.Value(_tokenUrl),
            JwksUrl = run.Value(_jwksUrl),
            TokenAudience = run.Value(_clearTokenAudience) ? OptionalText.Clear : run.Value(_tokenAudience),
        };
        var updated = await database.Storage.UpdateClientAsync(run.Value(_client), update, cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            ClientShape.Of(updated),
            ClientJson.Default.ClientShape,
            text => text.Line($"Updated the client '{updated.Name}' with the id {updated.Id}."));
        run.Screen.Lines(await ClientWarnings.FindAsync(database, updated, update).ConfigureAwait(false));
        return ExitCode.Done;
    }
}
