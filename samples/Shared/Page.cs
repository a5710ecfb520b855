// Copy the policy of each page. A real tool has a template engine, for example Razor, and the policy in a filter.
using System.Security.Cryptography;
using System.Text;

namespace QuickStart.Shared;

/// <summary>Renders the frame around every page.</summary>
/// <remarks>A real tool has a template engine, for example Razor, which also encodes values.</remarks>
internal sealed class Page : IResult
{
    private static readonly (string Address, string Name)[] _navigation =
        [("/", "Launch"), ("/admin", "Waiting"), ("/admin/clients", "Clients"), ("/admin/sessions", "Sessions"), ("/admin/keys", "Keys"), ("/admin/activity", "Activity")];

    private readonly string _title;
    private readonly Html _body;
    private readonly PageOptions _options;

    private Page(string title, Html body, PageOptions options) => (_title, _body, _options) = (title, body, options);

    /// <param name="title">The heading and the window title.</param>
    /// <param name="body">The content below the heading.</param>
    /// <param name="options">The page's policy. Null for a page that no other site may show.</param>
    public static IResult Show(string title, Html body, PageOptions? options = null) => new Page(title, body, options ?? PageOptions.Default);

    /// <summary>Renders a form that posts itself.</summary>
    public static IResult Post(string title, string action, IEnumerable<(string Name, string Value)> fields, PageOptions? options = null) => Show(title, $"""
        <form method="post" action="{action}">
        {Html.Join(fields.Select(field => (Html)$"<input type=\"hidden\" name=\"{field.Name}\" value=\"{field.Value}\">"))}
        <p>{title}</p><p><button>Continue</button></p>
        </form>
        """, (options ?? PageOptions.Default) with { Script = PageScript.Submit });

    /// <summary>Returns whether the browser shows the page in a frame.</summary>
    public static bool IsFramed(HttpContext context) => context.Request.Headers["Sec-Fetch-Dest"] == "iframe";

    public static Stream Style() => typeof(Page).Assembly.GetManifestResourceStream("style.css")!;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        httpContext.Response.StatusCode = _options.Status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = Policy();
        var hasNavigation = _options.HasNavigation && !IsFramed(httpContext);
        Html page = $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{_title} – Lti.Storage QuickStart</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
            <body>
            {(hasNavigation ? Header(httpContext.Request.Path) : Html.Empty)}
            <main aria-labelledby="title"><h1 id="title">{_title}</h1>
            {_body}
            </main>
            {_options.Script?.Html ?? Html.Empty}
            </body>
            </html>
            """;
        await httpContext.Response.WriteAsync(page.ToString(), httpContext.RequestAborted);
    }

    private static Html Header(PathString path) => $"""
        <header><a href="/">Lti.Storage <span>QuickStart</span></a>
        <nav aria-label="Pages">{Html.Join(_navigation.Select(item => Link(item.Address, item.Name, path)))}</nav></header>
        """;

    private static Html Link(string address, string name, PathString path)
    {
        var isHere = address is "/" or "/admin" ? path == address : path.StartsWithSegments(address, StringComparison.Ordinal);
        Html current = isHere ? (Html)$" aria-current=\"page\"" : $"";
        return $"<a href=\"{address}\"{current}>{name}</a>";
    }

    private string Policy()
    {
        var policy = new StringBuilder("default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'");
        Add("frame-ancestors", _options.FrameAncestors, isNeeded: true);
        Add("form-action", _options.FormAction, isNeeded: true);
        Add("script-src", _options.Script is { } script ? [script.Source] : []);
        Add("frame-src", _options.Frames);
        Add("connect-src", _options.Connects ? ["'self'"] : []);
        return policy.ToString();

        void Add(string directive, IReadOnlyCollection<string> sources, bool isNeeded = false)
        {
            if (isNeeded || sources.Count > 0)
            {
                policy.Append("; ").Append(directive).Append(' ').AppendJoin(' ', sources.Count > 0 ? sources : ["'none'"]);
            }
        }
    }
}

/// <summary>Says where a page may be shown, where its forms may go, and what its script may do.</summary>
internal sealed record PageOptions
{
    public static PageOptions Default { get; } = new();

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The page's script or null.</summary>
    public PageScript? Script { get; init; }

    /// <summary>The origins that may show the page in a frame (CSP <c>frame-ancestors</c>). None: no site may.</summary>
    public IReadOnlyCollection<string> FrameAncestors { get; init; } = [];

    /// <summary>Where the page's forms may go, redirects included (CSP <c>form-action</c>).</summary>
    public IReadOnlyCollection<string> FormAction { get; init; } = ["'self'"];

    /// <summary>The origins of the pages that this page shows in a frame (CSP <c>frame-src</c>).</summary>
    public IReadOnlyCollection<string> Frames { get; init; } = [];

    /// <summary>Whether the page's script may send requests to its own site (CSP <c>connect-src</c>).</summary>
    public bool Connects { get; init; }

    /// <summary>Whether the page has the navigation of the demonstration. A launched tool's page has none.</summary>
    public bool HasNavigation { get; init; } = true;
}

/// <summary>An inline script that the content security policy allows by its hash.</summary>
internal sealed class PageScript
{
    public PageScript(string text)
    {
        // A browser hashes the text after it has normalised line ends.
        text = text.ReplaceLineEndings("\n");
        Html script = $"<script>";
        script.AppendLiteral(text);
        script.AppendLiteral("</script>");
        Html = script;
        Source = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
    }

    /// <summary>Posts the form that carries a login or an id_token.</summary>
    public static PageScript Submit { get; } = new("document.forms[0].submit()");

    public Html Html { get; }

    /// <summary>The source expression for a content security policy.</summary>
    public string Source { get; }
}
