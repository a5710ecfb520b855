using System.Text.Json;
using Lti.Storage;
using Microsoft.AspNetCore.WebUtilities;

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
        app.MapGet("/platform/{slug}/replay", Replay);
        app.MapGet("/platform/jwks", (PlatformKey key) => Results.Json(KeySet.Of(key.Key)));
        DeepLinks.Map(app);
        app.MapRegistrationDesk();
    }

    /// <summary>Begins a login, as a click on a link in a course does.</summary>
    private static async Task<IResult> StartAsync(HttpContext context, ILaunchStore launchStore, RegistrationDesk desk, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var platform = SimulatedPlatform.Get(parameters.Required("platform"));
        var launch = LaunchHint.Of(LaunchRole.Get(parameters("role")), parameters("deployment"), parameters("message"));
        var method = parameters("method") ?? "get";
        var toolRoot = ToolAddress.Root(context);
        var tool = parameters("client") is { } client
            ? desk.Find(RegistrationPages.Issuer(context, platform), client) ?? throw RequestRefusedException.BadRequest("This platform has no tool with that client.")
            : await ReadyAsync(platform, ToolAddress.Own(context), toolRoot, launchStore, cancellationToken);

        (string Name, string Value)[] login =
        [
            ("iss", tool.Issuer),
            ("login_hint", LoginHint),
            ("target_link_uri", tool.TargetLinkUrl(platform)),
            ("client_id", tool.ClientId),
            ("lti_deployment_id", launch.DeploymentOf(tool)),
            ("lti_message_hint", launch.Text),
        ];
        var inFrame = login.Append(("lti_storage_target", "_parent"));
        return method switch
        {
            "get" => Results.Redirect(Url(tool.LoginUrl, login)),
            "post" => Page.Post($"{platform.Name} opens the tool", tool.LoginUrl, login, new PageOptions { FormAction = ["'self'", ToolAddress.Own(context), toolRoot] }),
            "frame" => Page.Show($"{platform.Name}: {platform.Course}", $"""
                <p>{platform.Name} shows the tool in a frame. The tool is on another site, and the platform keeps data for it.</p>
                <iframe src="{Url(tool.LoginUrl, inFrame)}" title="Tool"></iframe>
                """, new PageOptions { Script = PlatformScripts.Storage, Frames = ["'self'", toolRoot], HasNavigation = false }),
            _ => throw RequestRefusedException.BadRequest("The method must be get, post or frame."),
        };
    }

    /// <summary>Gets the tool that each platform knows from the start. Registers it under this program's address when missing.</summary>
    private static async Task<RegisteredTool> ReadyAsync(
        SimulatedPlatform platform, string root, string toolRoot, ILaunchStore launchStore, CancellationToken cancellationToken)
    {
        var endpoints = new LtiEndpoints { AuthorizationUrl = $"{root}/platform/{platform.Slug}/authorize", TokenUrl = $"{root}/platform/token", JwksUrl = $"{root}/platform/jwks" };
        var launch = await launchStore.FindLaunchAsync(platform.Key, cancellationToken);
        if (launch.Client?.Endpoints != endpoints || launch.Deployment?.DeploymentId != platform.Key.DeploymentId)
        {
            // This program is the platform and may have moved to another port. A save changes no status: what is suspended stays so.
            await launchStore.SaveLaunchConfigAsync(platform.Key, endpoints, ExistingEndpoints.Replace, cancellationToken);
        }

        return RegisteredTool.Ready(platform, toolRoot);
    }

    /// <summary>Answers the tool's authentication request with a signed id_token (LTI 1.3, section 5.1.1.2).</summary>
    private static async Task<IResult> AuthorizeAsync(
        string slug, HttpContext context, IdTokens tokens, RegistrationDesk desk, LastLaunches lastLaunches, CancellationToken cancellationToken)
    {
        var platform = SimulatedPlatform.Get(slug);
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var redirectUri = parameters.Required("redirect_uri");
        var tool = desk.Find(RegistrationPages.Issuer(context, platform), parameters("client_id")) ?? RegisteredTool.Ready(platform, ToolAddress.Root(context));
        if (redirectUri != tool.RedirectUrl)
        {
            throw RequestRefusedException.BadRequest("The redirect_uri is not registered for this tool.");
        }

        Expect(parameters, "client_id", tool.ClientId);
        Expect(parameters, "login_hint", LoginHint);
        Expect(parameters, "scope", "openid");
        Expect(parameters, "response_type", "id_token");
        Expect(parameters, "response_mode", "form_post");

        var launch = LaunchHint.Read(parameters("lti_message_hint"));
        var claims = tool.Claims(platform);
        claims[LaunchRole.Claim] = launch.Role.Json;
        claims[SimulatedPlatform.DeploymentClaim] = JsonSerializer.SerializeToElement(launch.DeploymentOf(tool));
        foreach (var (name, value) in launch.IsDeepLinking ? DeepLinks.Claims(ToolAddress.Own(context), platform) : [])
        {
            claims[name] = value;
        }

        var payload = tokens.Compose(platform.Claims, parameters.Required("nonce"), claims);
        (string Name, string Value)[] form = [("state", parameters.Required("state")), ("id_token", tokens.Sign(payload))];
        lastLaunches.Keep(slug, redirectUri, form);
        return Send(context, $"{platform.Name} launches the tool", redirectUri, form);
    }

    /// <summary>Sends the platform's last launch again, as somebody would who had recorded it.</summary>
    private static IResult Replay(string slug, HttpContext context, LastLaunches lastLaunches)
    {
        var platform = SimulatedPlatform.Get(slug);
        return lastLaunches.Find(slug) is var (action, form)
            ? Send(context, $"{platform.Name} sends its last launch again", action, form)
            : throw RequestRefusedException.BadRequest("This platform has launched no tool yet.");
    }

    // The redirect that follows the form is part of what form-action allows.
    private static IResult Send(HttpContext context, string title, string action, IEnumerable<(string Name, string Value)> form)
        => Page.Post(title, action, form, new PageOptions
        {
            FrameAncestors = ["'self'", ToolAddress.Own(context)],
            FormAction = [ToolAddress.Root(context)],
            HasNavigation = false,
        });

    private static string Url(string address, IEnumerable<(string Name, string Value)> parameters)
        => QueryHelpers.AddQueryString(address, parameters.ToDictionary(field => field.Name, field => (string?)field.Value, StringComparer.Ordinal));

    private static void Expect(Func<string, string?> parameters, string name, string value)
    {
        if (parameters.Required(name) != value)
        {
            throw RequestRefusedException.BadRequest($"The parameter '{name}' has a value that this platform does not accept.");
        }
    }
}
