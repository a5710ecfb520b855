using System.Text.Json;
using Lti.Storage;
using Microsoft.AspNetCore.WebUtilities;
using QuickStart.Pages;
using QuickStart.Tool;
using Registration = Lti.Storage.PlatformEndpoints;

namespace QuickStart.Platform;

/// <summary>The simulated platform: what a learning management system does before and after the tool's login.</summary>
internal static class PlatformEndpoints
{
    private const string LoginHint = "simulated-user";

    private static readonly string[] _getOrPost = [HttpMethods.Get, HttpMethods.Post];

    public static void MapPlatforms(this IEndpointRouteBuilder app)
    {
        app.MapGet("/platform/launch", StartAsync);
        app.MapMethods("/platform/{slug}/authorize", _getOrPost, AuthorizeAsync);
        app.MapGet("/platform/jwks", (PlatformKey key) => Results.Json(KeySet.Of(key.Key)));
    }

    /// <summary>A click on a link in a course: the platform, which has the tool registered, begins a login.</summary>
    private static async Task<IResult> StartAsync(HttpContext context, ILaunchConfigStore configs, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var platform = SimulatedPlatform.Get(parameters.Required("platform"));
        var role = LaunchRole.Get(parameters("role"));
        var method = parameters("method") ?? "get";

        // The platform registers the tool where that is not done yet for the address that this program is reached at.
        var root = $"{context.Request.Scheme}://{context.Request.Host}";
        var endpoints = new Registration { AuthorizationUrl = $"{root}/platform/{platform.Slug}/authorize", TokenUrl = $"{root}/platform/token", JwksUrl = $"{root}/platform/jwks" };
        if ((await configs.FindLaunchConfigAsync(platform.Key, cancellationToken))?.Endpoints != endpoints)
        {
            await configs.SaveLaunchConfigAsync(platform.Key, endpoints, cancellationToken);
        }

        (string Name, string Value)[] login =
        [
            ("iss", platform.Issuer),
            ("login_hint", LoginHint),
            ("target_link_uri", $"{root}/tool/launch"),
            ("client_id", platform.ClientId),
            ("lti_deployment_id", platform.Key.DeploymentId),
            ("lti_message_hint", role.Slug),
        ];
        return method switch
        {
            "get" => Results.Redirect(QueryHelpers.AddQueryString($"{root}/tool/login", login.ToDictionary(field => field.Name, field => (string?)field.Value, StringComparer.Ordinal))),
            "post" => Page.Post($"{platform.Name} opens the tool", "/tool/login", login),
            _ => throw RequestRefusedException.BadRequest("The method must be get or post."),
        };
    }

    /// <summary>The authentication request of the tool (LTI 1.3, section 5.1.1.2): answered with a signed id_token by form post.</summary>
    private static async Task<IResult> AuthorizeAsync(string slug, HttpContext context, IdTokens tokens, CancellationToken cancellationToken)
    {
        var platform = SimulatedPlatform.Get(slug);
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var redirectUri = parameters.Required("redirect_uri");
        if (redirectUri != $"{context.Request.Scheme}://{context.Request.Host}/tool/launch")
        {
            throw RequestRefusedException.BadRequest("The redirect_uri is not registered for this tool.");
        }

        Expect(parameters, "client_id", platform.ClientId);
        Expect(parameters, "login_hint", LoginHint);
        Expect(parameters, "scope", "openid");
        Expect(parameters, "response_type", "id_token");
        Expect(parameters, "response_mode", "form_post");
        var role = LaunchRole.Get(parameters("lti_message_hint"));
        var payload = tokens.Compose(
            platform.Claims, parameters.Required("nonce"), new Dictionary<string, JsonElement>(StringComparer.Ordinal) { [LaunchRole.Claim] = role.Json });
        return Page.Post($"{platform.Name} launches the tool", redirectUri, [("state", parameters.Required("state")), ("id_token", tokens.Sign(payload))]);
    }

    private static void Expect(Func<string, string?> parameters, string name, string value)
    {
        if (parameters.Required(name) != value)
        {
            throw RequestRefusedException.BadRequest($"The parameter '{name}' is not what this platform expects of the tool.");
        }
    }
}
