using Lti.Storage;
using Microsoft.AspNetCore.Antiforgery;
using QuickStart.Pages;

namespace QuickStart.Tool;

/// <summary>Lists, shows and deletes sessions and runs a cleanup. A real tool restricts them to administrators.</summary>
internal static class SessionEndpoints
{
    private const int Shown = 200;

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapGet("/tool/sessions", ListAsync);
        app.MapGet("/tool/sessions/{id}", ShowAsync);
        app.MapPost("/tool/sessions/{id}/end", EndAsync);
        app.MapPost("/tool/sessions/end", EndAllAsync);
        app.MapPost("/tool/cleanup", CleanupAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, IClientStore clients, ISessionStore sessions, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var issuers = parameters("issuer") is { } issuer ? [issuer] : await IssuersAsync(clients, cancellationToken);
        var found = new List<SessionSummary>();
        foreach (var each in issuers)
        {
            await foreach (var session in sessions.ListSessionsAsync(new SessionFilter { Issuer = each }, cancellationToken: cancellationToken).Take(Shown - found.Count))
            {
                found.Add(session);
            }
        }

        var token = Token(antiforgery, context);
        Html list = found.Count == 0
            ? $"<p>The list is empty. <a href=\"/\">Launch the tool</a> first.</p>"
            : ListTable.Of(["Platform", "User", "Deployment", "Expires", ""], found.Select(session => Row(session, token)));
        Html endAll = parameters("issuer") is { } one && found.Count > 0
            ? (Html)$"<form method=\"post\" action=\"/tool/sessions/end\">{token}<input type=\"hidden\" name=\"issuer\" value=\"{one}\"><button class=\"quiet\">End all sessions of this platform</button></form>"
            : $"";
        Html more = found.Count < Shown ? (Html)$"" : $"<p>The first {Shown} are shown.</p>";
        return Page.Show("Sessions", $"""
            {list}{more}
            <div class="actions">{endAll}<form method="post" action="/tool/cleanup">{token}<button class="quiet">Clean up expired rows</button></form></div>
            """);
    }

    private static async Task<IResult> ShowAsync(string id, ISessionStore sessions, CancellationToken cancellationToken)
    {
        var session = await sessions.FindSessionAsync(Id(id), cancellationToken) ?? throw NotFound();
        return Page.Show("Session", $"{SessionView.Summary(session)}<h2>Stored document</h2>{SessionView.Document(session)}");
    }

    private static async Task<IResult> EndAsync(string id, HttpContext context, ISessionStore sessions, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        await antiforgery.ValidateRequestAsync(context);
        return await sessions.DeleteSessionAsync(Id(id), cancellationToken)
            ? Page.Show("Session ended", $"<p>The session was deleted.</p><p><a href=\"/tool/sessions\">Sessions</a></p>")
            : throw NotFound();
    }

    private static async Task<IResult> EndAllAsync(HttpContext context, ISessionStore sessions, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        await antiforgery.ValidateRequestAsync(context);
        var parameters = await Parameters.ReadAsync(context.Request, cancellationToken);
        var ended = await sessions.DeleteSessionsAsync(new SessionFilter { Issuer = parameters.Required("issuer") }, cancellationToken);
        return Page.Show("Sessions ended", $"<p>{(ended == 1 ? "1 session was" : $"{ended} sessions were")} deleted.</p><p><a href=\"/tool/sessions\">Sessions</a></p>");
    }

    private static async Task<IResult> CleanupAsync(HttpContext context, ILtiStorage storage, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        await antiforgery.ValidateRequestAsync(context);
        var removed = await storage.CleanupAsync(cancellationToken);
        return Page.Show("Cleaned up", $"""
            {Details.Of(("Nonces", $"{removed.Nonces}"), ("Sessions", $"{removed.Sessions}"), ("Registration sessions", $"{removed.RegistrationSessions}"))}
            <p><a href="/tool/sessions">Sessions</a></p>
            """);
    }

    private static async Task<string[]> IssuersAsync(IClientStore clients, CancellationToken cancellationToken)
        => await clients.ListClientsAsync(cancellationToken: cancellationToken).Take(Shown).Select(client => client.Issuer).Distinct(StringComparer.Ordinal).ToArrayAsync(cancellationToken);

    private static Html[] Row(SessionSummary session, Html token) =>
    [
        $"<a href=\"/tool/sessions?issuer={Uri.EscapeDataString(session.Issuer)}\">{session.Issuer}</a>",
        $"<a href=\"/tool/sessions/{session.Id}\">{session.UserId ?? "anonymous"}</a>",
        Html.Text(session.DeploymentId),
        Html.Text(session.ExpiresAt.ToString("u")),
        $"<form method=\"post\" action=\"/tool/sessions/{session.Id}/end\">{token}<button class=\"quiet\" aria-label=\"End session of {session.UserId ?? "anonymous"}\">End</button></form>",
    ];

    private static Guid Id(string id) => Guid.TryParse(id, out var parsed) ? parsed : throw RequestRefusedException.BadRequest("That is not a session id.");

    private static RequestRefusedException NotFound() => new(StatusCodes.Status404NotFound, "There is no such session. It has expired, was ended or never existed.");

    private static Html Token(IAntiforgery antiforgery, HttpContext context)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return $"<input type=\"hidden\" name=\"{tokens.FormFieldName}\" value=\"{tokens.RequestToken}\">";
    }
}
