using System.Text.Json;
using Lti.Storage;
using Microsoft.AspNetCore.WebUtilities;
using QuickStart.Pages;
using QuickStart.Platform.Registration;
using QuickStart.Tool;

namespace QuickStart.Platform;

/// <summary>The endpoints of the simulated platform before and after the tool's login.</summary>
internal static class PlatformEndpoints
{
    private const string LoginHint = "simulated-user";

    private static readonly string[] _getOrPost = [HttpMethods.Get, HttpMethods.Post];

    public static void MapPlatforms(this IEndpointRouteBuilder app)
    {
        app.MapGet("/platform/launch", StartAsync);
        app.MapMethods("/platform/{slug}/authorize", _getOrPost, AuthorizeAsync);
        app.MapGet("/platform/jwks", (PlatformKey key) => Results.Json(KeySet.Of(key.Key)));
        app.MapRegistrationDesk();
    }

    /// <summary>Begins a login, as a click on a link in a course does.</summary>
    private static async Task<IResult> StartAsync(HttpContext context, ILaunchStore launchStore, RegistrationDesk desk, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var platform = SimulatedPlatform.Get(parameters.Required("platform"));
        var role = LaunchRole.Get(parameters("role"));
        var method = parameters("method") ?? "get";
        var root = $"{context.Request.Scheme}://{context.Request.Host}";
        var tool = parameters("client") is { } client
            ? desk.Find(RegistrationPages.Issuer(context, platform), client) ?? throw RequestRefusedException.BadRequest("This platform has no tool with that client.")
            : await ReadyAsync(platform, root, launchStore, cancellationToken);

        (string Name, string Value)[] login =
        [
            ("iss", tool.Issuer),
            ("login_hint", LoginHint),
            ("target_link_uri", tool.RedirectUrl),
            ("client_id", tool.ClientId),
            ("lti_deployment_id", tool.DeploymentId),
            ("lti_message_hint", role.Slug),
        ];
        return method switch
        {
            "get" => Results.Redirect(QueryHelpers.AddQueryString(tool.LoginUrl, login.ToDictionary(field => field.Name, field => (string?)field.Value, StringComparer.Ordinal))),
            "post" => Page.Post($"{platform.Name} opens the tool", tool.LoginUrl, login),
            _ => throw RequestRefusedException.BadRequest("The method must be get or post."),
        };
    }

    /// <summary>Gets the tool that each platform knows from the start. Registers it under this program's address when missing.</summary>
    private static async Task<RegisteredTool> ReadyAsync(SimulatedPlatform platform, string root, ILaunchStore launchStore, CancellationToken cancellationToken)
    {
        var endpoints = new LtiEndpoints { AuthorizationUrl = $"{root}/platform/{platform.Slug}/authorize", TokenUrl = $"{root}/platform/token", JwksUrl = $"{root}/platform/jwks" };
        var launch = await launchStore.FindLaunchAsync(platform.Key, cancellationToken);
        if (launch.Client?.Endpoints != endpoints || launch.Deployment?.DeploymentId != platform.Key.DeploymentId)
        {
            // This program is the platform and may have moved to another port. A save changes no status: what is suspended stays so.
            await launchStore.SaveLaunchConfigAsync(platform.Key, endpoints, ExistingEndpoints.Replace, cancellationToken);
        }

        return RegisteredTool.Ready(platform, root);
    }

    /// <summary>Answers the tool's authentication request with a signed id_token (LTI 1.3, section 5.1.1.2).</summary>
    private static async Task<IResult> AuthorizeAsync(string slug, HttpContext context, IdTokens tokens, RegistrationDesk desk, CancellationToken cancellationToken)
    {
        var platform = SimulatedPlatform.Get(slug);
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var redirectUri = parameters.Required("redirect_uri");
        var tool = desk.Find(RegistrationPages.Issuer(context, platform), parameters("client_id"))
            ?? RegisteredTool.Ready(platform, $"{context.Request.Scheme}://{context.Request.Host}");
        if (redirectUri != tool.RedirectUrl)
        {
            throw RequestRefusedException.BadRequest("The redirect_uri is not registered for this tool.");
        }

        Expect(parameters, "client_id", tool.ClientId);
        Expect(parameters, "login_hint", LoginHint);
        Expect(parameters, "scope", "openid");
        Expect(parameters, "response_type", "id_token");
        Expect(parameters, "response_mode", "form_post");

        // The platform's payload names the tool that it knows from the start.
        Dictionary<string, JsonElement> claims = tool.Issuer == platform.Issuer ? new(StringComparer.Ordinal) : tool.Claims;
        claims[LaunchRole.Claim] = LaunchRole.Get(parameters("lti_message_hint")).Json;
        var payload = tokens.Compose(platform.Claims, parameters.Required("nonce"), claims);
        return Page.Post($"{platform.Name} launches the tool", redirectUri, [("state", parameters.Required("state")), ("id_token", tokens.Sign(payload))]);
    }

    private static void Expect(Func<string, string?> parameters, string name, string value)
    {
        if (parameters.Required(name) != value)
        {
            throw RequestRefusedException.BadRequest($"The parameter '{name}' has a value that this platform does not accept.");
        }
    }
}
