// For people who look. A real tool has few pages like these, and a log of who used them.
using System.Security.Cryptography;
using Lti.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using QuickStart.Tool;

namespace QuickStart.Administration;

/// <summary>Lists, shows and deletes sessions and runs a cleanup.</summary>
internal static class SessionPages
{
    private const int Shown = 200;

    public static void MapSessions(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/sessions", ListAsync);
        admin.MapGet("/sessions/{id}", ShowAsync);
        admin.MapPost("/sessions/{id}/end", EndAsync);
        admin.MapPost("/sessions/end", EndAllAsync);
        admin.MapPost("/cleanup", CleanupAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IClientStore clients, ISessionStore sessions, IDataProtectionProvider protection, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var issuers = parameters("issuer") is { } issuer ? [issuer] : await IssuersAsync(clients, cancellationToken);
        var all = issuers.ToAsyncEnumerable().SelectMany(each => sessions.ListSessionsAsync(new SessionFilter { Issuer = each }, cancellationToken: cancellationToken));
        var found = await SessionView.NewestAsync(all, Shown, cancellationToken);

        var token = Administrators.Token(antiforgery, context);
        Html list = found.Count == 0
            ? $"<p>The list is empty. <a href=\"/\">Launch the tool</a> first.</p>"
            : ListTable.Of(["Platform", "User", "Deployment", "Expires", ""], found.Select(session => Row(session, Reference(protection, session.Id), token)));
        Html endAll = parameters("issuer") is { } one && found.Count > 0
            ? (Html)$"<form method=\"post\" action=\"/admin/sessions/end\">{token}<input type=\"hidden\" name=\"issuer\" value=\"{one}\"><button class=\"quiet\">End all sessions of this platform</button></form>"
            : $"";
        Html more = found.Count < Shown ? (Html)$"" : $"<p>The newest {Shown} are shown.</p>";
        return Page.Show("Sessions", $"""
            {list}{more}
            <div class="actions">{endAll}<form method="post" action="/admin/cleanup">{token}<button class="quiet">Clean up expired rows</button></form></div>
            {Banner.Html}
            """);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext context, ISessionStore sessions, IDataProtectionProvider protection, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var session = await sessions.FindSessionAsync(Id(protection, id), cancellationToken) ?? throw NotFound();
        return Page.Show("Session", $"""
            {SessionView.Summary(session)}
            <form method="post" action="/admin/sessions/{id}/end" class="actions">{Administrators.Token(antiforgery, context)}<button class="quiet">End this session</button></form>
            <h2>Stored document</h2>
            {SessionView.Document(session)}
            {Banner.Html}
            """);
    }

    private static async Task<IResult> EndAsync(string id, ISessionStore sessions, IDataProtectionProvider protection, CancellationToken cancellationToken)
        => await sessions.DeleteSessionAsync(Id(protection, id), cancellationToken)
            ? Page.Show("Session ended", $"<p>The session was deleted.</p><p><a href=\"/admin/sessions\">Sessions</a></p>{Banner.Html}")
            : throw NotFound();

    private static async Task<IResult> EndAllAsync(HttpContext context, ISessionStore sessions, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var ended = await sessions.DeleteSessionsAsync(new SessionFilter { Issuer = parameters.Required("issuer") }, cancellationToken);
        return Page.Show("Sessions ended", $"<p>{(ended == 1 ? "1 session was" : $"{ended} sessions were")} deleted.</p><p><a href=\"/admin/sessions\">Sessions</a></p>{Banner.Html}");
    }

    private static async Task<IResult> CleanupAsync(ILtiStorage storage, CancellationToken cancellationToken)
    {
        var removed = await storage.CleanupAsync(cancellationToken);
        return Page.Show("Cleaned up", $"""
            {Details.Of(("Nonces", $"{removed.Nonces}"), ("Sessions", $"{removed.Sessions}"), ("Registration sessions", $"{removed.RegistrationSessions}"))}
            <p><a href="/admin/sessions">Sessions</a></p>
            {Banner.Html}
            """);
    }

    private static async Task<string[]> IssuersAsync(IClientStore clients, CancellationToken cancellationToken)
        => await clients.ListClientsAsync(cancellationToken: cancellationToken).Select(client => client.Issuer).Distinct(StringComparer.Ordinal).ToArrayAsync(cancellationToken);

    private static Html[] Row(SessionSummary session, string reference, Html token) =>
    [
        $"<a href=\"/admin/sessions?issuer={Uri.EscapeDataString(session.Issuer)}\">{Html.Text(session.Issuer)}</a>",
        $"<a href=\"/admin/sessions/{reference}\">{session.UserId ?? "anonymous"}</a>",
        Html.Text(session.DeploymentId),
        Html.Text(session.ExpiresAt.ToString("u")),
        $"<form method=\"post\" action=\"/admin/sessions/{reference}/end\">{token}<button class=\"quiet\" aria-label=\"End session of {session.UserId ?? "anonymous"}\">End</button></form>",
    ];

    // A session's id is its bearer and stands in no address. Its protected form is good for nothing but these pages.
    private static string Reference(IDataProtectionProvider protection, Guid id) => WebEncoders.Base64UrlEncode(Protector(protection).Protect(id.ToByteArray()));

    private static Guid Id(IDataProtectionProvider protection, string reference)
    {
        try
        {
            return new Guid(Protector(protection).Unprotect(WebEncoders.Base64UrlDecode(reference)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw RequestRefusedException.BadRequest("That is not a session of this list.");
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("QuickStart.Sessions");

    private static RequestRefusedException NotFound() => new(StatusCodes.Status404NotFound, "There is no such session. It has expired, was ended or never existed.");
}
