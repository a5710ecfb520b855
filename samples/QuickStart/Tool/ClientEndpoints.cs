using Lti.Storage;
using QuickStart.Pages;

namespace QuickStart.Tool;

/// <summary>Lists clients and deployments in pages. A real tool restricts them to administrators.</summary>
internal static class ClientEndpoints
{
    public static void MapClients(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tool/clients", ListAsync);
        app.MapGet("/tool/clients/{id}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IClientStore clients, CancellationToken cancellationToken)
    {
        var after = await AfterAsync<ClientKey>(context, cancellationToken);
        var page = await PageOf<LtiClient>.TakeAsync(clients.ListClientsAsync(after, cancellationToken), cancellationToken);
        Html list = page.Items.Count == 0
            ? $"<p>The list is empty{(after is null ? "" : " after that one")}. <a href=\"/\">Launch or register the tool</a> first.</p>"
            : ListTable.Of(["Client", "Issuer", "Name"], page.Items.Select(Row));
        return Page.Show("Clients", $"{list}{Turn("/tool/clients", after, page.HasMore ? page.Items[^1].Id : null)}");
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext context, IClientStore clients, IDeploymentStore deployments, CancellationToken cancellationToken)
    {
        var client = await clients.FindClientAsync(Key<ClientKey>(id), cancellationToken)
            ?? throw new RequestRefusedException(StatusCodes.Status404NotFound, "There is no such client. It was deleted or never existed.");
        var after = await AfterAsync<DeploymentKey>(context, cancellationToken);
        var page = await PageOf<LtiDeployment>.TakeAsync(deployments.ListDeploymentsAsync(client.Id, after, cancellationToken: cancellationToken), cancellationToken);
        Html list = page.Items.Count == 0
            ? $"<p>The list is empty{(after is null ? "" : " after that one")}.</p>"
            : ListTable.Of(["Deployment", "Name", "Description", "Status"], page.Items.Select(Row));
        return Page.Show("Client", $"""
            {Details.Of(
                ("Name", client.Name),
                ("Issuer", client.Issuer),
                ("Client", client.ClientId),
                ("Authorization", client.Endpoints.AuthorizationUrl),
                ("Token", client.Endpoints.TokenUrl),
                ("Key set", client.Endpoints.JwksUrl),
                ("Token audience", client.Endpoints.TokenAudience),
                ("State", client.IsEnabled ? "Enabled" : "Disabled"))}
            <h2>Deployments</h2>
            {list}{Turn($"/tool/clients/{client.Id}", after, page.HasMore ? page.Items[^1].Id : null)}
            <p><a href="/tool/clients">All clients</a></p>
            """);
    }

    // A client without a name of its own has its issuer as its name. The row shows it once.
    private static Html[] Row(LtiClient client) =>
        [$"<a href=\"/tool/clients/{client.Id}\">{client.ClientId}</a>", Html.Text(client.Issuer), Html.Text(client.Name == client.Issuer ? "" : client.Name)];

    private static Html[] Row(LtiDeployment deployment) =>
        [Html.Text(deployment.DeploymentId), Html.Text(deployment.Name), Html.Text(deployment.Description), Html.Text($"{deployment.Status}")];

    /// <summary>Renders the links to the first and the next page.</summary>
    private static Html Turn<T>(string address, T? after, T? next)
        where T : struct
    {
        Html first = after is null ? (Html)$"" : $"<a href=\"{address}\">First page</a>";
        Html following = next is null ? (Html)$"" : $"<a href=\"{address}?after={next}\" rel=\"next\">Next page</a>";
        return after is null && next is null ? Html.Empty : $"<nav class=\"actions\" aria-label=\"Pages of the list\">{first}{following}</nav>";
    }

    private static async Task<T?> AfterAsync<T>(HttpContext context, CancellationToken cancellationToken)
        where T : struct, IParsable<T>
        => (await Parameters.ReadAsync(context.Request, cancellationToken))("after") is { } after ? Key<T>(after) : null;

    private static T Key<T>(string id)
        where T : struct, IParsable<T>
        => T.TryParse(id, null, out var parsed) ? parsed : throw RequestRefusedException.BadRequest("That is not a valid id.");
}
