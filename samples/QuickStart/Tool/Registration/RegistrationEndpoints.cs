using QuickStart.Pages;

namespace QuickStart.Tool.Registration;

/// <summary>The tool's pages of a dynamic registration. A real tool restricts them to administrators.</summary>
/// <remarks>
/// The platform shows the pages in a frame, where browsers block the tool's cookies. The id of the registration session serves as the
/// antiforgery token. No other page knows it.
/// </remarks>
internal static class RegistrationEndpoints
{
    public static void MapRegistration(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tool/register", StartAsync);
        app.MapPost("/tool/register/complete", CompleteAsync).DisableAntiforgery();
        app.MapPost("/tool/register/cancel", CancelAsync).DisableAntiforgery();
    }

    /// <summary>Answers the platform's registration initiation request.</summary>
    private static async Task<IResult> StartAsync(HttpContext context, Registrations registrations, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var id = Registrations.NewId();
        var platform = await registrations.StartAsync(id, parameters.Required("openid_configuration"), parameters("registration_token"), cancellationToken);
        Html field = $"<input type=\"hidden\" name=\"registration\" value=\"{id}\">";
        return Page.Show("Register this tool", $"""
            <p>A platform asks to register this tool. Continue if these are your platform's addresses.</p>
            {Details.Of(
                ("Platform", platform.Product),
                ("Issuer", platform.Issuer),
                ("Registration", platform.RegistrationEndpoint),
                ("Authorization", platform.Endpoints.AuthorizationUrl),
                ("Token", platform.Endpoints.TokenUrl),
                ("Key set", platform.Endpoints.JwksUrl),
                ("Token audience", platform.Endpoints.TokenAudience))}
            <h2>The tool's request</h2>
            <p>The tool asks to be launched as {ToolRegistration.Name} and for these claims of each user: {string.Join(", ", ToolRegistration.Claims)}. It calls no service of the platform.</p>
            <div class="actions">
            <form method="post" action="/tool/register/complete">{field}<button>Register</button></form>
            <form method="post" action="/tool/register/cancel">{field}<button class="quiet">Cancel</button></form>
            </div>
            """);
    }

    private static async Task<IResult> CompleteAsync(HttpContext context, Registrations registrations, CancellationToken cancellationToken)
    {
        var id = await IdAsync(context, cancellationToken);
        var (outcome, config) = await registrations.CompleteAsync(id, new Uri($"{context.Request.Scheme}://{context.Request.Host}"), cancellationToken);
        return Page.Show("Registered", $"""
            <p class="good">The registration session was consumed. The client and its deployment are stored.</p>
            {Details.Of(("Issuer", config.Issuer), ("Client", config.ClientId), ("Deployment", config.DeploymentId), ("Saved", $"{outcome}"))}
            <p>You can close this window.</p>
            """, script: PageScript.Close);
    }

    private static async Task<IResult> CancelAsync(HttpContext context, Registrations registrations, CancellationToken cancellationToken)
    {
        await registrations.CancelAsync(await IdAsync(context, cancellationToken), cancellationToken);
        return Page.Show("Registration cancelled", $"<p>Nothing was registered. You can close this window.</p>", script: PageScript.Close);
    }

    private static async Task<Guid> IdAsync(HttpContext context, CancellationToken cancellationToken)
        => Guid.TryParse((await Parameters.ReadAsync(context.Request, cancellationToken)).Required("registration"), out var id)
            ? id
            : throw RequestRefusedException.BadRequest("That is not a registration id.");
}
