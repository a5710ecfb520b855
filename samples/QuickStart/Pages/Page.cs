namespace QuickStart.Pages;

/// <summary>The frame around every page.</summary>
internal static class Page
{
    /// <summary>The only script: it sends the form that carries a login or an id_token on, as LTI does; without it the form has a button.</summary>
    private const string SubmitScript = "document.forms[0].submit()";

    private static readonly string _scriptHash =
        Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(SubmitScript)));

    public static IResult Show(string title, Html body, int status = StatusCodes.Status200OK) => new PageResult(title, body, status);

    /// <summary>A form that sends itself by POST.</summary>
    public static IResult Post(string title, string action, IEnumerable<(string Name, string Value)> fields)
    {
        Html script = $"<script>{Raw(SubmitScript)}</script>";
        return Show(title, $"""
            <form method="post" action="{action}">
            {Html.Join(fields.Select(field => (Html)$"<input type=\"hidden\" name=\"{field.Name}\" value=\"{field.Value}\">"))}
            <p>{title}</p><p><button>Continue</button></p>
            </form>
            {script}
            """);
    }

    public static async Task WriteAsync(HttpContext context, string title, Html body, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'sha256-{_scriptHash}'; base-uri 'none'";
        Html page = $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} – Lti.Storage QuickStart</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
            <body>
            <header><a href="/">Lti.Storage <span>QuickStart</span></a><nav><a href="/">Launch</a><a href="/tool/sessions">Sessions</a></nav></header>
            <main><h1>{title}</h1>
            {body}
            </main>
            </body>
            </html>
            """;
        await context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }

    private static Html Raw(string text)
    {
        Html html = $"";
        html.AppendLiteral(text);
        return html;
    }
}
