using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Deployments;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Clients;

/// <summary>The command <c>clients show</c>.</summary>
internal static class ShowClient
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", KeyHelp.Client);

    public static Command Create() => new ToolCommand(
        "show",
        "Shows a client with its endpoints and its deployments.",
        "clients show 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12")
    {
        _client,
    }.Reads(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var id = run.Value(_client);
        var found = await database.Storage.FindClientWithDeploymentsAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw Missing.ToException(LtiEntity.Client, id.Value);
        run.Output.Write(ClientWithDeploymentsShape.Of(found), ClientJson.Default.ClientWithDeploymentsShape, text =>
        {
            var (client, endpoints) = (found.Client, found.Client.Endpoints);
            text.Properties(
                ("id", client.Id.ToString()),
                ("name", client.Name),
                ("issuer", client.Issuer),
                ("client id", client.ClientId),
                ("authorization URL", endpoints.AuthorizationUrl),
                ("token URL", endpoints.TokenUrl),
                ("JWKS URL", endpoints.JwksUrl),
                ("token audience", endpoints.TokenAudience ?? "the token URL"),
                ("enabled", client.IsEnabled ? "yes" : "no"));
            text.Line("");
            var table = new ListingTable<DeploymentShape>(text, ListDeployments.Listing, found.Deployments.Count + 1);
            foreach (var deployment in found.Deployments)
            {
                table.Add(DeploymentShape.Of(deployment));
            }

            table.End();
        });
        return ExitCode.Done;
    }
}
