// Copy this file: login and launch, in browsers with and without cookies.
using Lti.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace QuickStart.Tool;

/// <summary>The tool's endpoints of LTI 1.3: login initiation, launch and key set.</summary>
internal static class ToolEndpoints
{
    // A redirect's address that is longer is refused somewhere on its way.
    private const int MaxHint = 2048;

    private static readonly string[] _getOrPost = [HttpMethods.Get, HttpMethods.Post];

    public static void MapTool(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/tool/login", _getOrPost, LoginAsync).RequireRateLimiting(RateLimits.Login);
        app.MapPost("/tool/launch", LaunchAsync).DisableAntiforgery().RequireRateLimiting(RateLimits.Launch);
        app.MapPost("/tool/launch/stored", LaunchFromStorageAsync).DisableAntiforgery().RequireRateLimiting(RateLimits.Launch);
        app.MapGet("/tool/launches/{address}", ShowAsync);
        app.MapGet(DeepLinking.KeySetPath, DeepLinking.ShowKeySetAsync);
    }

    /// <summary>Gets the tool's own address.</summary>
    /// <remarks>
    /// A real tool always sets <c>PublicUrl</c>, because the host, the port and the scheme of a request may be forged. This demonstration runs
    /// on any port. Without the setting it takes the request's address, whose host <c>AllowedHosts</c> limits to this machine.
    /// </remarks>
    public static string Root(HttpContext context)
        => PublicUrl(context.RequestServices.GetRequiredService<IConfiguration>()) ?? $"{context.Request.Scheme}://{context.Request.Host}";

    /// <summary>Gets the setting <c>PublicUrl</c> as a browser writes an origin: no final slash, no port 443, small letters. Null if it is absent.</summary>
    /// <exception cref="RequestRefusedException">It is no https address, or it has a path.</exception>
    public static string? PublicUrl(IConfiguration configuration)
    {
        if (configuration["PublicUrl"] is not { Length: > 0 } text)
        {
            return null;
        }

        var url = PlatformUrl.Require(text, "PublicUrl");
        return url.PathAndQuery == "/"
            ? PlatformUrl.Origin(url)
            : throw RequestRefusedException.BadRequest("'PublicUrl' must be the tool's scheme, host and port without a path, such as https://tool.example.edu.");
    }

    /// <summary>Answers a third-party initiated login by GET or POST (LTI 1.3, section 5.1.1.1).</summary>
    private static async Task<IResult> LoginAsync(HttpContext context, Launches launches, Logins logins, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var issuer = parameters.RequiredId("iss");
        parameters.Required("login_hint");
        parameters.Required("target_link_uri");
        var loginHint = parameters.Bounded("login_hint", MaxHint);
        var messageHint = parameters.Bounded("lti_message_hint", MaxHint);
        var deploymentId = parameters.Bounded("lti_deployment_id", LtiLimits.MaxIdentifierLength);

        var client = await launches.ResolveAsync(issuer, parameters.Bounded("client_id", LtiLimits.MaxIdentifierLength), deploymentId, cancellationToken);
        var login = await launches.BeginAsync(
            LtiLogin.Create(client) with
            {
                DeploymentId = deploymentId,
                TargetLinkUri = parameters.Bounded("target_link_uri", LtiLimits.MaxEndpointLength),
                StorageTarget = parameters.Bounded("lti_storage_target", LtiLimits.MaxIdentifierLength),
            },
            cancellationToken);
        logins.Bind(context, login);
        var platform = QueryHelpers.AddQueryString(client.Endpoints.AuthorizationUrl, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["scope"] = "openid",
            ["response_type"] = "id_token",
            ["response_mode"] = "form_post",
            ["prompt"] = "none",
            ["client_id"] = client.ClientId,
            ["redirect_uri"] = $"{Root(context)}/tool/launch",
            ["login_hint"] = loginHint,
            ["lti_message_hint"] = messageHint,
            ["state"] = login.State,
            ["nonce"] = login.Nonce,
        });
        return login.StorageTarget is null ? Results.Redirect(platform) : StoragePages.Put(client, login, platform);
    }

    /// <summary>Handles the launch that the user's browser posts (LTI 1.3, section 5.1.1.3).</summary>
    private static async Task<IResult> LaunchAsync(
        HttpContext context, Launches launches, Logins logins, LaunchTickets tickets, IKeySets keySets, IClientStore clients, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var state = parameters.RequiredId("state");
        var login = await launches.FindAsync(state, logins.Nonce(context.Request, state), cancellationToken);
        if (!logins.IsFromItsBrowser(context.Request, login))
        {
            // The browser may have kept the proof in the platform's storage. A script has to ask for it.
            return login.StorageTarget is not null && parameters("id_token") is { } token && await clients.FindClientAsync(login.Issuer, login.ClientId, cancellationToken) is { } client
                ? StoragePages.Get(client, login, token)
                : throw NotThisBrowser();
        }

        if (parameters("error") is { } error)
        {
            throw RequestRefusedException.BadRequest($"The platform refused the login: {error}. {parameters("error_description")}");
        }

        var session = await launches.CompleteAsync(parameters.Required("id_token"), login, keySets, new LaunchRules(Root(context)), cancellationToken);
        logins.Forget(context, state);
        var (address, ticket) = tickets.Issue(session);
        tickets.Keep(context, address, ticket);

        // The page has an address of its own, so Back and reload show it again and send no launch twice. See Other (303) makes it a GET.
        context.Response.Headers.Location = $"/tool/launches/{address}";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Handles a launch whose proof was in the platform's storage. The script of <see cref="StoragePages.Get"/> sends it.</summary>
    private static async Task<IResult> LaunchFromStorageAsync(
        HttpContext context, Launches launches, LaunchTickets tickets, IKeySets keySets, IClientStore clients, CancellationToken cancellationToken)
    {
        // Another site could send this request from a victim's browser, with a proof that the other site knows.
        if (context.Request.Headers.Origin != Root(context))
        {
            throw NotThisBrowser();
        }

        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var login = await launches.FindAsync(parameters.RequiredId("state"), nonce: null, cancellationToken);
        if (login.StorageTarget is not { } target || !Logins.IsProof(parameters("hash"), login))
        {
            throw NotThisBrowser();
        }

        var session = await launches.CompleteAsync(parameters.Required("id_token"), login, keySets, new LaunchRules(Root(context)), cancellationToken);
        var client = await clients.FindClientAsync(login.Issuer, login.ClientId, cancellationToken) ?? throw Refusals.Of(LaunchOutcome.UnknownClient)!;
        var (address, ticket) = tickets.Issue(session);
        return Results.Json(new
        {
            key = StoragePages.TicketKey(address),
            value = ticket,
            address = QueryHelpers.AddQueryString($"/tool/launches/{address}", "frame", tickets.Protect(StoragePages.FrameOf(client, target, session))),
        });
    }

    /// <summary>Shows the page of a launch.</summary>
    private static async Task<IResult> ShowAsync(
        string address, HttpContext context, LaunchTickets tickets, ISessionStore sessions, ILaunchStore launches, DeepLinking links, CancellationToken cancellationToken)
    {
        if (await tickets.FindSessionAsync(context.Request, address, cancellationToken) is { } session)
        {
            // A customer may be suspended while the page is open.
            var key = new LaunchKey(session.Platform.Issuer!, session.Platform.ClientId!, session.Platform.DeploymentId!);
            var launch = await launches.FindLaunchAsync(key, cancellationToken);
            if (Refusals.Of(launch.Outcome) is { } refused)
            {
                throw refused;
            }

            return session.MessageType == DeepLinking.MessageType
                ? CoursePage.Choose(session, launch.Client!, await links.FormAsync(session, Root(context), cancellationToken))
                : await CoursePage.ShowAsync(session, launch.Client!, sessions, cancellationToken);
        }

        // A browser without cookies keeps the ticket in the platform's storage.
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        return !context.Request.Headers.ContainsKey(LaunchTickets.Header) && tickets.ReadFrame(parameters("frame")) is { } frame
            ? StoragePages.Open(frame, address)
            : throw new RequestRefusedException(
                StatusCodes.Status403Forbidden, "This launch was not opened in this browser, or it has ended. Open the tool again from the platform.");
    }

    private static string RequiredId(this Func<string, string?> parameters, string name)
    {
        parameters.Required(name);
        return parameters.Bounded(name, LtiLimits.MaxIdentifierLength)!;
    }

    private static RequestRefusedException NotThisBrowser() => RequestRefusedException.BadRequest(
        "This browser did not begin this login, or it keeps no cookie here. Open the tool in a new window from the platform.");
}
