// Copy this file: the pages of a dynamic registration in a platform's frame.
using System.Security.Cryptography;
using Lti.Storage;
using Microsoft.AspNetCore.WebUtilities;
using QuickStart.Tool;

namespace QuickStart.Registration;

/// <summary>The tool's pages of a dynamic registration.</summary>
/// <remarks>
/// The platform shows the pages in a frame, where the tool's administrator is not signed in. So the pages only ask, and an administrator
/// approves. The browser that began a registration has a cookie that completes it. Where the browser blocks that, the platform has to open
/// the page in a window.
/// </remarks>
internal static class RegistrationEndpoints
{
    /// <summary>Asks the platform to close the tool's frame or window (LTI Dynamic Registration 1.0). The message holds no secret.</summary>
    private static readonly PageScript _close = new("(window.opener || window.parent).postMessage({ subject: 'org.imsglobal.lti.close' }, '*')");

    // The platform's page may be on another host than its issuer: one of Canvas's schools, for example. A click that a hostile page tricks out
    // of a user gains that page nothing: whoever runs it can register a platform without the user, and an administrator approves it.
    private static readonly PageOptions _inFrame = new() { FrameAncestors = ["*"], HasNavigation = false };

    public static void MapRegistration(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tool/register", StartAsync).RequireRateLimiting(RateLimits.Registration);
        app.MapPost("/tool/register/complete", CompleteAsync).DisableAntiforgery().RequireRateLimiting(RateLimits.Registration);
        app.MapPost("/tool/register/cancel", CancelAsync).DisableAntiforgery().RequireRateLimiting(RateLimits.Registration);
    }

    /// <summary>Answers the platform's registration initiation request.</summary>
    private static async Task<IResult> StartAsync(HttpContext context, Registrations registrations, TimeProvider clock, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var id = Registrations.NewId();
        var platform = await registrations.StartAsync(id, parameters.Required("openid_configuration"), parameters("registration_token"), cancellationToken);
        Cookies(clock).Set(context, Key(id), $"{id:N}");
        Html field = $"<input type=\"hidden\" name=\"registration\" value=\"{Key(id)}\">";
        return Page.Show("Register this tool", $"""
            <p>A platform asks to register this tool. Continue if these are your platform's addresses. The tool's administrator approves them.</p>
            <div class="actions sticky">
            <form method="post" action="/tool/register/complete">{field}<button>Register</button></form>
            <form method="post" action="/tool/register/cancel">{field}<button class="quiet">Cancel</button></form>
            </div>
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
            """, _inFrame);
    }

    private static async Task<IResult> CompleteAsync(HttpContext context, Registrations registrations, TimeProvider clock, CancellationToken cancellationToken)
    {
        var id = await IdAsync(context, clock, cancellationToken);
        var (outcome, client, deployment) = await registrations.CompleteAsync(id, new Uri(ToolEndpoints.Root(context)), cancellationToken);
        return Page.Show("Registered", $"""
            <p class="good">The registration session was consumed. The client and its deployment are stored.</p>
            <p>{Waits(outcome, client)}</p>
            {Details.Of(("Issuer", client.Issuer), ("Client", client.ClientId), ("Deployment", deployment), ("Saved", $"{outcome}"))}
            <p>You can close this window.</p>
            """, _inFrame with { Script = _close });
    }

    private static string Waits(SaveOutcome outcome, LtiClient client) => !client.IsEnabled
        ? "The tool's administrator has to approve the client before it can be launched."
        : outcome == SaveOutcome.DeploymentCreated ? "The tool's administrator has to approve the deployment before it can be launched." : "";

    private static async Task<IResult> CancelAsync(HttpContext context, Registrations registrations, TimeProvider clock, CancellationToken cancellationToken)
    {
        var id = await IdAsync(context, clock, cancellationToken);
        await registrations.CancelAsync(id, cancellationToken);
        return Page.Show("Registration cancelled", $"<p>Nothing was registered. You can close this window.</p>", _inFrame with { Script = _close });
    }

    /// <summary>Reads the id of a registration that this browser began.</summary>
    private static async Task<Guid> IdAsync(HttpContext context, TimeProvider clock, CancellationToken cancellationToken)
    {
        var key = (await Parameters.ReadAsync(context.Request, cancellationToken)).Required("registration");
        return Guid.TryParseExact(Cookies(clock).Find(context.Request, key), "N", out var id) && Key(id) == key ? id : throw new RequestRefusedException(
            StatusCodes.Status403Forbidden, "This browser did not begin this registration, or it keeps no cookie here. Open the registration in a new window from the platform.");
    }

    private static BrowserCookies Cookies(TimeProvider clock) => new("registration", TimeSpan.FromHours(1), clock);

    // Only the cookie holds the id. The form holds its hash, so whoever reads the form can't complete the registration in another browser.
    private static string Key(Guid id) => WebEncoders.Base64UrlEncode(SHA256.HashData(id.ToByteArray()));
}
