using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Deployments;
using Lti.Storage.Cli.Parsing;

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
    private static readonly Option<string?> _tokenAudience = Inputs.Optional("--token-audience", ClientOptions.TokenAudience);
    private static readonly Option<string?> _deploymentId = Inputs.Optional(
        "--deployment-id", "The platform's deployment_id: adds this deployment too. The two are added together or not at all.");

    public static Command Create() => new ToolCommand(
        "add",
        "Adds a client: a registration of the tool on a platform.",
        """
        clients add --name Moodle --issuer https://moodle.example.edu --client-id k2Xv \
              --authorization-url https://moodle.example.edu/mod/lti/auth.php \
              --token-url https://moodle.example.edu/mod/lti/token.php \
              --jwks-url https://moodle.example.edu/mod/lti/certs.php --deployment-id 1
        """)
    {
        _name,
        _issuer,
        _clientId,
        _authorizationUrl,
        _tokenUrl,
        _jwksUrl,
        _tokenAudience,
        _deploymentId,
    }.Writes(RunAsync);

    private static Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var client = new NewClient
        {
            Name = run.Required(_name),
            Issuer = run.Required(_issuer),
            ClientId = run.Required(_clientId),
            Endpoints = new LtiEndpoints
            {
                AuthorizationUrl = run.Required(_authorizationUrl),
                TokenUrl = run.Required(_tokenUrl),
                JwksUrl = run.Required(_jwksUrl),
                TokenAudience = run.Value(_tokenAudience),
            },
        };
        return run.Value(_deploymentId) is { } deploymentId
            ? AddBothAsync(database, run, client, deploymentId, cancellationToken)
            : AddAsync(database, run, client, cancellationToken);
    }

    private static async Task<int> AddAsync(
        IDatabase database, CommandRun run, NewClient client, CancellationToken cancellationToken)
    {
        var added = await database.Storage.AddClientAsync(client, cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            ClientShape.Of(added),
            ClientJson.Default.ClientShape,
            text => text.Line($"Added the client '{added.Name}' with the id {added.Id}."));
        run.Screen.Lines(await ClientWarnings.FindAsync(database, client, added).ConfigureAwait(false));
        return ExitCode.Done;
    }

    private static async Task<int> AddBothAsync(
        IDatabase database, CommandRun run, NewClient client, string deploymentId, CancellationToken cancellationToken)
    {
        var added = await NewRegistration.AddAsync(database, client, deploymentId, cancellationToken).ConfigureAwait(false);
        var deployment = added.Deployments[0];
        run.Output.Write(
            ClientWithDeploymentsShape.Of(added),
            ClientJson.Default.ClientWithDeploymentsShape,
            text => text.Line($"Added the client '{added.Client.Name}' with the id {added.Client.Id} "
                + $"and its deployment '{deployment.DeploymentId}' with the id {deployment.Id}."));
        run.Screen.Lines(
        [
            .. await ClientWarnings.FindAsync(database, client, added.Client).ConfigureAwait(false),
            .. await DeploymentWarnings.FindAsync(database, deployment, deploymentId, name: null).ConfigureAwait(false),
        ]);
        return ExitCode.Done;
    }
}
