namespace QuickStart.Pages;

/// <summary>Renders the frame around every page.</summary>
internal static class Page
{
    private static readonly (string Address, string Name)[] _navigation = [("/", "Launch"), ("/tool/clients", "Clients"), ("/tool/sessions", "Sessions"), ("/tool/activity", "Activity")];

    /// <param name="title">The heading and the window title.</param>
    /// <param name="body">The content below the heading.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="script">The page's script or null.</param>
    /// <param name="hasFrame">Whether the page shows another page of this program in a frame.</param>
    public static IResult Show(string title, Html body, int status = StatusCodes.Status200OK, PageScript? script = null, bool hasFrame = false)
        => new PageResult(title, body, status, script, hasFrame);

    /// <summary>Renders a form that posts itself.</summary>
    public static IResult Post(string title, string action, IEnumerable<(string Name, string Value)> fields) => Show(title, $"""
        <form method="post" action="{action}">
        {Html.Join(fields.Select(field => (Html)$"<input type=\"hidden\" name=\"{field.Name}\" value=\"{field.Value}\">"))}
        <p>{title}</p><p><button>Continue</button></p>
        </form>
        """, script: PageScript.Submit);

    /// <summary>Returns whether the browser shows the page in a frame.</summary>
    public static bool IsFramed(HttpContext context) => context.Request.Headers["Sec-Fetch-Dest"] == "iframe";

    public static async Task WriteAsync(HttpContext context, string title, Html body, int status, PageScript? script = null, bool hasFrame = false)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'"
            + (script is null ? "" : $"; script-src {script.Source}") + (hasFrame ? "; frame-src 'self'" : "");

        // The address of a registration page holds its token.
        headers["Referrer-Policy"] = "no-referrer";
        Html page = $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} – Lti.Storage QuickStart</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
            <body>
            {(IsFramed(context) ? Html.Empty : Header(context.Request.Path))}
            <main aria-labelledby="title"><h1 id="title">{title}</h1>
            {body}
            </main>
            {script?.Html ?? Html.Empty}
            </body>
            </html>
            """;
        await context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }

    private static Html Header(PathString path) => $"""
        <header><a href="/">Lti.Storage <span>QuickStart</span></a>
        <nav aria-label="Pages">{Html.Join(_navigation.Select(item => Link(item.Address, item.Name, path)))}</nav></header>
        """;

    private static Html Link(string address, string name, PathString path)
    {
        var isHere = address == "/" ? path == "/" : path.StartsWithSegments(address, StringComparison.Ordinal);
        Html current = isHere ? (Html)$" aria-current=\"page\"" : $"";
        return $"<a href=\"{address}\"{current}>{name}</a>";
    }
}
