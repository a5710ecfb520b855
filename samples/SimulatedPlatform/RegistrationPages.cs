using System.Net.Http.Headers;
using Microsoft.AspNetCore.WebUtilities;

namespace QuickStart.Platform;

/// <summary>The simulated platform's part in LTI Dynamic Registration 1.0.</summary>
internal static class RegistrationPages
{
    private const string Claim = "https://purl.imsglobal.org/spec/lti-platform-configuration";
    private const string WellKnown = "/.well-known/openid-configuration";

    public static void MapRegistrationDesk(this IEndpointRouteBuilder app)
    {
        app.MapGet("/platform/register", ChooseAsync);
        app.MapGet("/platform/{slug}/register", Open);
        app.MapGet("/platform/{slug}" + WellKnown, Configuration);
        app.MapPost("/platform/{slug}/registrations", RegisterAsync);
        app.MapGet("/platform/{slug}/tools", ShowTools);
    }

    /// <summary>Gets the issuer for registrations. Its host must be that of the configuration.</summary>
    public static string Issuer(HttpContext context, SimulatedPlatform platform) => $"{ToolAddress.Own(context)}/platform/{platform.Slug}";

    private static async Task<IResult> ChooseAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var platform = SimulatedPlatform.Get((await Parameters.ReadAsync(context.Request, cancellationToken)).Required("platform"));
        return Results.Redirect($"/platform/{platform.Slug}/register");
    }

    /// <summary>Opens the tool's registration page in a frame with a new token.</summary>
    private static IResult Open(string slug, HttpContext context, RegistrationDesk desk)
    {
        var platform = SimulatedPlatform.Get(slug);
        var tool = QueryHelpers.AddQueryString(ToolAddress.Root(context) + "/tool/register", new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["openid_configuration"] = Issuer(context, platform) + WellKnown,
            ["registration_token"] = desk.NewToken(),
        });
        return Page.Show($"{platform.Name}: add a tool", $"""
            <p>{platform.Name} opened the tool's registration page. The frame shows it.</p>
            <iframe src="{tool}" title="Registration page of the tool"></iframe>
            <p><a id="done" href="/platform/{slug}/tools">Tools of {platform.Name}</a></p>
            """, new PageOptions { Script = PlatformScripts.LeaveOnClose, Frames = [ToolAddress.Root(context)] });
    }

    private static IResult Configuration(string slug, HttpContext context)
    {
        var platform = SimulatedPlatform.Get(slug);
        var issuer = Issuer(context, platform);
        var root = ToolAddress.Own(context);
        var configuration = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = $"{issuer}/authorize",
            ["token_endpoint"] = $"{root}/platform/token",
            ["token_endpoint_auth_methods_supported"] = new[] { "private_key_jwt" },
            ["token_endpoint_auth_signing_alg_values_supported"] = new[] { "RS256" },
            ["jwks_uri"] = $"{root}/platform/jwks",
            ["registration_endpoint"] = $"{issuer}/registrations",
            ["scopes_supported"] = new[] { "openid" },
            ["response_types_supported"] = new[] { "id_token" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
            ["claims_supported"] = new[] { "iss", "sub", "name", "given_name", "family_name", "email" },
            [Claim] = new
            {
                product_family_code = slug,
                version = "simulated",
                messages_supported = new[] { new { type = "LtiResourceLinkRequest" } },
                variables = Array.Empty<string>(),
            },
        };
        if (platform.TokenAudience is { } audience)
        {
            configuration["authorization_server"] = audience;
        }

        return Results.Json(configuration);
    }

    private static async Task<IResult> RegisterAsync(string slug, HttpContext context, RegistrationDesk desk, CancellationToken cancellationToken)
    {
        var platform = SimulatedPlatform.Get(slug);
        var body = await BoundedBody.ReadAsync(context.Request.Body, "The registration", cancellationToken);
        var answer = desk.Register(Issuer(context, platform), platform.Key.DeploymentId, platform.TellsDeployment, Bearer(context.Request), body);
        return Results.Json(answer.Body, statusCode: answer.Status);
    }

    private static IResult ShowTools(string slug, HttpContext context, RegistrationDesk desk)
    {
        var platform = SimulatedPlatform.Get(slug);
        var tools = desk.Tools(Issuer(context, platform));
        return Page.Show($"Tools of {platform.Name}", tools.Count == 0 ? (Html)$"""
            <p>No tool was registered.</p>
            <p><a href="/platform/{slug}/register">Register the tool with {platform.Name}</a></p>
            """ : $"""
            <p>{platform.Name} registered the tool. It launches the tool as the client that you pick.</p>
            <form method="get" action="/platform/launch" class="card">
            <input type="hidden" name="platform" value="{slug}">
            <fieldset><legend>Client</legend>{Html.Join(tools.Select((tool, i) => Choice.Html("client", tool.ClientId, tool.ClientId, $"deployment {tool.DeploymentId}", i == 0)))}</fieldset>
            <fieldset><legend>Role</legend>{Html.Join(LaunchRole.All.Select((role, i) => Choice.Html("role", role.Slug, role.Name, "", i == 0)))}</fieldset>
            <p><button>Launch</button></p>
            </form>
            <p>The tool's administrator has to <a href="/admin">approve a new client</a> first.</p>
            """, new PageOptions { FormAction = ["'self'", ToolAddress.Root(context)] });
    }

    private static string? Bearer(HttpRequest request)
        => AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;
}
