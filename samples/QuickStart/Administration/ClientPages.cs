// Copy the idea: an administrator approves what registrations and launches ask for, and sees what that changes.
using Lti.Storage;
using Microsoft.AspNetCore.Antiforgery;
using QuickStart.Registration;

namespace QuickStart.Administration;

/// <summary>Lists clients and deployments, approves and suspends them.</summary>
internal static class ClientPages
{
    private static readonly StatusChange[] _changes =
    [
        new(DeploymentStatus.Pending, DeploymentStatus.Active, "approve", "Approve"),
        new(DeploymentStatus.Disabled, DeploymentStatus.Active, "resume", "Resume"),
        new(DeploymentStatus.Active, DeploymentStatus.Disabled, "suspend", "Suspend"),
    ];

    public static void MapClients(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("", WaitingAsync);
        admin.MapGet("/clients", ListAsync);
        admin.MapGet("/clients/{id}", ShowAsync);
        admin.MapPost("/clients/{id}/approve", ApproveClientAsync);
        admin.MapPost("/clients/{id}/resume", (string id, IClientStore clients, CancellationToken cancellationToken)
            => SetAsync(id, isEnabled: true, clients, cancellationToken));
        admin.MapPost("/clients/{id}/suspend", (string id, IClientStore clients, CancellationToken cancellationToken)
            => SetAsync(id, isEnabled: false, clients, cancellationToken));
        admin.MapPost("/clients/{id}/reject", RejectClientAsync);
        foreach (var change in _changes)
        {
            admin.MapPost($"/clients/{{id}}/deployments/{{deployment}}/{change.Action}", (string id, string deployment, IDeploymentStore deployments, CancellationToken cancellationToken)
                => SetAsync(id, deployment, change, deployments, cancellationToken));
        }

        admin.MapPost("/clients/{id}/deployments/{deployment}/reject", RejectDeploymentAsync);
    }

    /// <summary>Shows what waits for the administrator: clients, deployments and refused registrations.</summary>
    private static async Task<IResult> WaitingAsync(
        HttpContext context, IClientStore clients, IDeploymentStore deployments, RefusedRegistrations refused, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        List<Html[]> waiting = [];
        var token = Administrators.Token(antiforgery, context);

        // All clients are read: a stranger's must not hide another one. A real tool with many clients keeps a list of what waits.
        await foreach (var client in clients.ListClientsAsync(cancellationToken: cancellationToken))
        {
            if (await NewClients.ContainAsync(client, deployments, cancellationToken))
            {
                // Its approval is that of its deployments too.
                waiting.Add([Link(client), Html.Text(client.Issuer), Html.Text("new client"), $"<div class=\"actions\"><a href=\"/admin/clients/{client.Id}\">Look at what it changes</a>{RejectButton($"/admin/clients/{client.Id}", $"client {client.ClientId}", token)}</div>"]);
                continue;
            }

            await foreach (var deployment in deployments.ListDeploymentsAsync(client.Id, status: DeploymentStatus.Pending, cancellationToken: cancellationToken))
            {
                waiting.Add([Link(client), Html.Text(client.Issuer), $"deployment {deployment.DeploymentId}", Buttons(client, deployment, token)]);
            }
        }

        Html list = waiting.Count == 0 ? (Html)$"<p>Nothing waits.</p>" : ListTable.Of(["Client", "Issuer", "What waits", ""], waiting);
        Html attempts = refused.Latest.Count == 0 ? (Html)$"" : $"""
            <h2>Refused registrations</h2>
            <p>They would have changed the addresses of a client. If the platform has moved, change the client with the command line.</p>
            {ListTable.Of(["Time", "Client", "Issuer", "Would change"], refused.Latest.Select(attempt => (Html[])
                [Html.Text($"{attempt.At:u}"), Html.Text(attempt.ClientId), Html.Text(attempt.Issuer), Html.Join(attempt.Changes.Select(change => (Html)$"<div>{change}</div>"))]))}
            """;
        return Page.Show("Waiting for approval", $"""
            {list}{attempts}
            <form method="post" action="/admin/sign-out" class="actions">{token}<button class="quiet">Sign out</button></form>
            {Banner.Html}
            """);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IClientStore clients, CancellationToken cancellationToken)
    {
        var after = await AfterAsync<ClientKey>(context, cancellationToken);
        var page = await PageOf<LtiClient>.TakeAsync(clients.ListClientsAsync(after, cancellationToken), cancellationToken);
        Html list = page.Items.Count == 0
            ? $"<p>The list is empty{(after is null ? "" : " after that one")}. <a href=\"/\">Launch or register the tool</a> first.</p>"
            : ListTable.Of(["Client", "Issuer", "Name", "State"], page.Items.Select(Row));
        return Page.Show("Clients", $"{list}{Turn("/admin/clients", after, page.HasMore ? page.Items[^1].Id : null)}{Banner.Html}");
    }

    private static async Task<IResult> ShowAsync(
        string id, HttpContext context, IClientStore clients, IDeploymentStore deployments, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var client = await clients.FindClientAsync(Key<ClientKey>(id), cancellationToken) ?? throw NotFound();
        var after = await AfterAsync<DeploymentKey>(context, cancellationToken);
        var page = await PageOf<LtiDeployment>.TakeAsync(deployments.ListDeploymentsAsync(client.Id, after, cancellationToken: cancellationToken), cancellationToken);
        var token = Administrators.Token(antiforgery, context);
        Html list = page.Items.Count == 0
            ? $"<p>The list is empty{(after is null ? "" : " after that one")}.</p>"
            : ListTable.Of(["Deployment", "Name", "Description", "Status", ""], page.Items.Select(deployment => Row(client, deployment, token)));
        var (action, label) = client.IsEnabled ? ("suspend", "Suspend this client")
            : await NewClients.ContainAsync(client, deployments, cancellationToken) ? ("approve", "Approve this client")
            : ("resume", "Resume this client");
        return Page.Show("Client", $"""
            {Details.Of(
                ("Name", client.Name),
                ("Issuer", client.Issuer),
                ("Client", client.ClientId),
                ("Authorization", client.Endpoints.AuthorizationUrl),
                ("Token", client.Endpoints.TokenUrl),
                ("Key set", client.Endpoints.JwksUrl),
                ("Token audience", client.Endpoints.TokenAudience),
                ("State", State(client)))}
            {(client.IsEnabled ? Html.Empty : await ChangesAsync(client, page.Items, clients, cancellationToken))}
            <form method="post" action="/admin/clients/{client.Id}/{action}" class="actions">{token}<button class="quiet">{label}</button></form>
            <h2>Deployments</h2>
            {list}{Turn($"/admin/clients/{client.Id}", after, page.HasMore ? page.Items[^1].Id : null)}
            <p><a href="/admin/clients">All clients</a></p>
            {Banner.Html}
            """);
    }

    /// <summary>Says what the approval of a client changes.</summary>
    private static async Task<Html> ChangesAsync(
        LtiClient client, IReadOnlyList<LtiDeployment> deployments, IClientStore clients, CancellationToken cancellationToken)
    {
        List<string> changes = [];
        if (deployments.Any(deployment => deployment is { DeploymentId: LtiDeployment.DefaultDeploymentId, Status: DeploymentStatus.Pending }))
        {
            changes.Add("The platform named no deployment. So launches of each deployment that it ever makes are accepted. To approve each by itself, reject the deployment 'default' first.");
        }

        var others = (await clients.FindClientsAsync(client.Issuer, cancellationToken: cancellationToken)).Where(other => other.Id != client.Id).ToList();
        if (others.Exists(other => other.IsEnabled))
        {
            changes.Add("This issuer has another client. Logins of this issuer that name no client_id fail from then on, because the tool can't tell which one they mean.");
        }

        changes.AddRange(others.SelectMany(other => RefusedRegistrations.Differences(other.Endpoints, client.Endpoints).Select(difference => $"Unlike client {other.ClientId}: {difference}")));
        var issuer = PlatformUrl.Origin(client.Issuer);
        changes.AddRange(((string Name, string Url)[])
            [("authorization", client.Endpoints.AuthorizationUrl), ("token", client.Endpoints.TokenUrl), ("key set", client.Endpoints.JwksUrl)]
            is var urls ? urls.Where(url => PlatformUrl.Origin(url.Url) != issuer).Select(url => $"The {url.Name} address is not on the issuer's origin: {url.Url}") : []);
        changes.Add($"Whoever holds the keys at {client.Endpoints.JwksUrl} can launch this tool as any user of {client.Issuer}. Ask the institution whether these are its addresses.");
        return $"<h2>What an approval changes</h2><ul>{Html.Join(changes.Select(change => (Html)$"<li>{change}</li>"))}</ul>";
    }

    private static async Task<IResult> SetAsync(string id, bool isEnabled, IClientStore clients, CancellationToken cancellationToken)
    {
        try
        {
            var client = await clients.UpdateClientAsync(Key<ClientKey>(id), new ClientUpdate { IsEnabled = isEnabled }, cancellationToken);
            return Results.LocalRedirect($"/admin/clients/{client.Id}");
        }
        catch (LtiNotFoundException)
        {
            throw NotFound();
        }
    }

    /// <summary>Changes the status only if it is still the one that the administrator saw.</summary>
    private static async Task<IResult> SetAsync(
        string id, string deployment, StatusChange change, IDeploymentStore deployments, CancellationToken cancellationToken)
    {
        try
        {
            var update = new DeploymentUpdate { Status = change.To, ExpectedStatus = change.From };
            var updated = await deployments.UpdateDeploymentAsync(Key<ClientKey>(id), Key<DeploymentKey>(deployment), update, cancellationToken);
            return Results.LocalRedirect($"/admin/clients/{updated.ClientKey}");
        }
        catch (LtiNotFoundException)
        {
            throw NotFound();
        }
        catch (LtiConflictException)
        {
            throw ChangedMeanwhile("deployment");
        }
    }

    /// <summary>Approves a new client with the deployments that its registration named.</summary>
    private static async Task<IResult> ApproveClientAsync(string id, ILtiStorage storage, CancellationToken cancellationToken)
    {
        var client = await storage.FindClientAsync(Key<ClientKey>(id), cancellationToken) ?? throw NotFound();
        if (!await NewClients.ContainAsync(client, storage, cancellationToken))
        {
            throw ChangedMeanwhile("client");
        }

        try
        {
            await NewClients.ApproveAsync(client.Id, storage, cancellationToken);
            return Results.LocalRedirect($"/admin/clients/{client.Id}");
        }
        catch (LtiNotFoundException)
        {
            throw NotFound();
        }
        catch (LtiConflictException)
        {
            throw ChangedMeanwhile("client");
        }
    }

    /// <summary>Removes a new client with its deployments. One that was approved once has users: only the command line removes it.</summary>
    private static async Task<IResult> RejectClientAsync(
        string id, IClientStore clients, IDeploymentStore deployments, CancellationToken cancellationToken)
    {
        var client = await clients.FindClientAsync(Key<ClientKey>(id), cancellationToken) ?? throw NotFound();
        if (!await NewClients.ContainAsync(client, deployments, cancellationToken))
        {
            throw new RequestRefusedException(
                StatusCodes.Status409Conflict, "This client was approved. Suspend it here, or remove it with the command line.");
        }

        await clients.DeleteClientAsync(client.Id, cancellationToken);
        return Results.LocalRedirect("/admin");
    }

    /// <summary>Removes a deployment that waits. Its next launch asks again.</summary>
    private static async Task<IResult> RejectDeploymentAsync(string id, string deployment, IDeploymentStore deployments, CancellationToken cancellationToken)
    {
        var (client, key) = (Key<ClientKey>(id), Key<DeploymentKey>(deployment));
        var found = await deployments.FindDeploymentAsync(client, key, cancellationToken) ?? throw NotFound();
        if (found.Status != DeploymentStatus.Pending)
        {
            throw ChangedMeanwhile("deployment");
        }

        return await deployments.DeleteDeploymentAsync(client, key, cancellationToken) ? Results.LocalRedirect("/admin") : throw NotFound();
    }

    // A client without a name of its own has its issuer as its name. The row shows it once.
    private static Html[] Row(LtiClient client) => [Link(client), Html.Text(client.Issuer), Html.Text(client.Name == client.Issuer ? "" : client.Name), Html.Text(State(client))];

    private static Html[] Row(LtiClient client, LtiDeployment deployment, Html token) =>
        [Html.Text(deployment.DeploymentId), Html.Text(deployment.Name), Html.Text(deployment.Description), Html.Text($"{deployment.Status}"), Buttons(client, deployment, token)];

    private static Html Buttons(LtiClient client, LtiDeployment deployment, Html token)
    {
        var (_, _, action, label) = _changes.Single(change => change.From == deployment.Status);
        var address = $"/admin/clients/{client.Id}/deployments/{deployment.Id}";
        Html decide = $"<form method=\"post\" action=\"{address}/{action}\">{token}<button class=\"quiet\" aria-label=\"{label} deployment {deployment.DeploymentId}\">{label}</button></form>";
        return deployment.Status == DeploymentStatus.Pending
            ? (Html)$"<div class=\"actions\">{decide}{RejectButton(address, $"deployment {deployment.DeploymentId}", token)}</div>"
            : decide;
    }

    private static Html RejectButton(string address, string what, Html token)
        => $"<form method=\"post\" action=\"{address}/reject\">{token}<button class=\"quiet\" aria-label=\"Reject {what}\">Reject</button></form>";

    private static Html Link(LtiClient client) => $"<a href=\"/admin/clients/{client.Id}\">{client.ClientId}</a>";

    private static string State(LtiClient client) => client.IsEnabled ? "Enabled" : "Disabled";

    private static RequestRefusedException ChangedMeanwhile(string what)
        => new(StatusCodes.Status409Conflict, $"The status of this {what} has changed since the page was shown. Look at it again.");

    private static RequestRefusedException NotFound() => new(StatusCodes.Status404NotFound, "There is no such client or deployment. It was deleted or never existed.");

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

    /// <summary>What a button of a deployment does.</summary>
    private sealed record StatusChange(DeploymentStatus From, DeploymentStatus To, string Action, string Label);

    /// <summary>A page of a streamed list. The id of its last item is the cursor of the next page.</summary>
    private sealed record PageOf<T>(IReadOnlyList<T> Items, bool HasMore)
    {
        private const int Size = 20;

        /// <summary>Reads one page and one more item, which tells whether a next page exists.</summary>
        public static async Task<PageOf<T>> TakeAsync(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
        {
            var taken = await items.Take(Size + 1).ToListAsync(cancellationToken);
            return new PageOf<T>([.. taken.Take(Size)], taken.Count > Size);
        }
    }
}
