using Microsoft.AspNetCore.WebUtilities;
using QuickStart.Pages;
using QuickStart.Tool.Registration;

namespace QuickStart.Tool;

/// <summary>The tool's endpoints of LTI 1.3: login initiation, launch and key set.</summary>
internal static class ToolEndpoints
{
    private static readonly string[] _getOrPost = [HttpMethods.Get, HttpMethods.Post];

    public static void MapTool(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/tool/login", _getOrPost, LoginAsync);
        app.MapPost("/tool/launch", LaunchAsync).DisableAntiforgery();
        app.MapGet("/tool/jwks", (ToolKey key) => Results.Json(KeySet.Of(key.Key)));
        app.MapRegistration();
        app.MapClients();
        app.MapSessions();
        app.MapActivity();
    }

    /// <summary>Answers a third-party initiated login by GET or POST (LTI 1.3, section 5.1.1.1).</summary>
    private static async Task<IResult> LoginAsync(HttpContext context, Launches launches, LoginStates states, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var issuer = parameters.Required("iss");
        var loginHint = parameters.Required("login_hint");
        parameters.Required("target_link_uri");

        var client = await launches.ResolveAsync(issuer, parameters("client_id"), parameters("lti_deployment_id"), cancellationToken);
        var login = await launches.BeginAsync(client, cancellationToken);
        states.Remember(context.Response, login);
        return Results.Redirect(QueryHelpers.AddQueryString(client.Endpoints.AuthorizationUrl, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["scope"] = "openid",
            ["response_type"] = "id_token",
            ["response_mode"] = "form_post",
            ["prompt"] = "none",
            ["client_id"] = client.ClientId,
            ["redirect_uri"] = $"{context.Request.Scheme}://{context.Request.Host}/tool/launch",
            ["login_hint"] = loginHint,
            ["lti_message_hint"] = parameters("lti_message_hint"),
            ["state"] = login.State,
            ["nonce"] = login.Nonce,
        }));
    }

    /// <summary>Handles the launch that the user's browser posts (LTI 1.3, section 5.1.1.3).</summary>
    private static async Task<IResult> LaunchAsync(
        HttpContext context, Launches launches, LoginStates states, PlatformKeySets keySets, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var state = parameters.Required("state");
        var login = states.Recall(context.Request, state);
        if (parameters("error") is { } error)
        {
            throw RequestRefusedException.BadRequest($"The platform refused the login: {error}. {parameters("error_description")}");
        }

        var idToken = parameters.Required("id_token");
        var session = await launches.CompleteAsync(idToken, login, keySets, cancellationToken);
        return Page.Show("Launched", $"""
            <p class="good">The nonce was consumed and the session was stored in one step.</p>
            {SessionView.Summary(session)}
            <div class="actions">
            <form method="post" action="/tool/launch"><input type="hidden" name="id_token" value="{idToken}"><input type="hidden" name="state" value="{state}"><button>Replay the same launch</button></form>
            <a href="/tool/sessions/{session.Id}">Show the stored session</a> <a href="/tool/sessions?issuer={Uri.EscapeDataString(session.Platform.Issuer ?? "")}">All sessions of this platform</a>
            </div>
            """);
    }
}
