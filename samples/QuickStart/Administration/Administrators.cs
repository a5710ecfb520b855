// Copy the policy: every page that lists, changes or deletes needs it. Replace the sign-in by your identity provider.
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;

namespace QuickStart.Administration;

/// <summary>Lets the administrator of this demonstration in: with the password that the start prints, from this machine alone.</summary>
/// <remarks>A real tool has accounts, a second factor, and a log of what each administrator did.</remarks>
internal sealed class Administrators(IConfiguration configuration)
{
    public const string Policy = "Admin";

    private const string StartClaim = "start";

    private readonly string _start = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));

    public string Password { get; } = configuration["Admin:Password"] is { Length: > 0 } chosen ? chosen : WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(12));

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Administrators>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "__Host-lti-admin";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.ExpireTimeSpan = TimeSpan.FromHours(8);
            options.LoginPath = "/admin/sign-in";
            options.Events.OnRedirectToAccessDenied = _ => throw NotLocal();
            options.Events.OnRedirectToLogin = AskToSignIn;
            options.Events.OnValidatePrincipal = RequireThisStart;
        });
        services.AddAuthorization(options
            => options.AddPolicy(Policy, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => IsLocal(context.Resource))));
    }

    public static void MapSignIn(IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in", ShowAsync);
        app.MapPost("/sign-in", SignInAsync).RequireRateLimiting(RateLimits.SignIn);
    }

    /// <summary>Refuses a form that was not opened on this site (cross-site request forgery).</summary>
    public static async ValueTask<object?> RequireOwnFormAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            // Without this a form that can't be read would be an error of the server.
            await Parameters.ReadAsync(context.Request, context.RequestAborted);
            await context.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(context);
        }

        return await next(invocation);
    }

    public static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return Results.LocalRedirect("/");
    }

    /// <summary>Renders the hidden field that a form of this site needs.</summary>
    public static Html Token(IAntiforgery antiforgery, HttpContext context)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return $"<input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{tokens.RequestToken}\">";
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        RequireLocal(context);
        var returnUrl = (await Parameters.ReadAsync(context.Request, cancellationToken))("ReturnUrl");
        return Page.Show("Administrator", $"""
            <p>The start of this program printed the password of its administrator.</p>
            <form method="post" action="/admin/sign-in" class="card">
            {Token(antiforgery, context)}<input type="hidden" name="ReturnUrl" value="{returnUrl}">
            <p><label class="plain">Password <input type="password" name="password" autocomplete="current-password" required></label></p>
            <div class="actions"><button>Sign in</button></div>
            </form>
            {Banner.Html}
            """);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, Administrators administrators, CancellationToken cancellationToken)
    {
        RequireLocal(context);
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);

        // The comparison of two hashes takes the same time for every wrong password.
        if (!CryptographicOperations.FixedTimeEquals(Hash(parameters("password") ?? ""), Hash(administrators.Password)))
        {
            throw new RequestRefusedException(StatusCodes.Status403Forbidden, "That is not the password. The start of this program printed it.");
        }

        var identity = new ClaimsIdentity([new Claim(StartClaim, administrators._start)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity));
        return Results.LocalRedirect(parameters("ReturnUrl") is { } url && IsLocalUrl(url) ? url : "/admin");
    }

    // The sign-in leads back to the page that was asked for. The address of a form is no page.
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(HttpMethods.IsGet(context.Request.Method) ? context.RedirectUri : context.RedirectUri.Split('?')[0]);
        return Task.CompletedTask;
    }

    // The keys of cookies outlive this program, but a cookie of an earlier start opens nothing: its password is gone. Its browser signs in again.
    private static Task RequireThisStart(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.HasClaim(StartClaim, context.HttpContext.RequestServices.GetRequiredService<Administrators>()._start) != true)
        {
            context.RejectPrincipal();
        }

        return Task.CompletedTask;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static void RequireLocal(HttpContext context)
    {
        if (!IsLocal(context))
        {
            throw NotLocal();
        }
    }

    // Behind a proxy on this machine everybody would be local. A real tool has no such rule.
    private static bool IsLocal(object? resource) => resource is HttpContext { Connection.RemoteIpAddress: { } address } && IPAddress.IsLoopback(address);

    // A path on this site, and no address of another one that looks like a path.
    private static bool IsLocalUrl(string url) => url.StartsWith("/admin", StringComparison.Ordinal);

    private static RequestRefusedException NotLocal() => new(StatusCodes.Status403Forbidden, "The administration of this demonstration is for this machine alone.");
}

/// <summary>Says what a real tool has to add to this demonstration.</summary>
internal static class Banner
{
    public static Html Html => $"""
        <aside class="banner" aria-label="Demonstration">This is a demonstration. A real tool signs its administrators in through an identity provider, keeps a log of what
        they do, runs on https under its own address, and keeps its keys across restarts.</aside>
        """;
}
