namespace QuickStart.Pages;

internal sealed class PageResult(string title, Html body, int status, PageScript? script, bool hasFrame) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Page.WriteAsync(httpContext, title, body, status, script, hasFrame);
}
