using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Clients;

/// <summary>The command <c>clients add</c>.</summary>
internal static class AddClient
{
    private static readonly Option<string> _name = Inputs.Required("--name", ClientOptions.Name);
    private static readonly Option<string> _issuer = Inputs.Required("--issuer", ClientOptions.Issuer, "iss");
    private static readonly Option<string> _clientId = Inputs.Required("--client-id", ClientOptions.ClientId);
    private static readonly Option<string> _authorizationUrl = Inputs.Required(
        "--authorization-url", ClientOptions.AuthorizationUrl, "url");
    private static readonly Option<string> _tokenUrl = Inputs.Required("--token-url", ClientOptions.TokenUrl, "url");
    private static readonly Option<string> _jwksUrl = Inputs.Required("--jwks-url", ClientOptions.JwksUrl, "url");

    public static Command Create() => new ToolCommand(
        "add",
        "Adds a client: a registration of the tool on a platform.",
        """
        clients add --name Moodle --issuer https://moodle.example.edu --client-id k2Xv \
              --authorization-url https://moodle.example.edu/mod/lti/auth.php \
              --token-url https://moodle.example.edu/mod/lti/token.php \
              --jwks-url https://moodle.example.edu/mod/lti/certs.php
        """)
    {
        _name,
        _issuer,
        _clientId,
        _authorizationUrl,
        _tokenUrl,
        _jwksUrl,
    }.Writes(RunAsync);

    private static async Task<int> RunAsync(PostgreSqlLtiStorage storage, CommandRun run, CancellationToken cancellationToken)
    {
        var added = await storage.AddClientAsync(
            new NewClient
            {
                Name = run.Required(_name),
                Issuer = run.Required(_issuer),
                ClientId = run.Required(_clientId),
                Endpoints = new LtiEndpoints
                {
                    AuthorizationUrl = run.Required(_authorizationUrl),
                    TokenUrl = run.Required(_tokenUrl),
                    JwksUrl = run.Required(_jwksUrl),
                },
            },
            cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            ClientShape.Of(added),
            ClientJson.Default.ClientShape,
            text => text.Line($"Added the client '{added.Name}' with the id {added.Id}."));
        run.Screen.Lines(await ClientWarnings.FindAsync(storage, added.Name, added.Issuer, added.ClientId).ConfigureAwait(false));
        return ExitCode.Done;
    }
}
