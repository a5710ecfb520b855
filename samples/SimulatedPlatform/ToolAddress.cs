using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace QuickStart.Platform;

/// <summary>Gets the addresses of the platform and of the tool.</summary>
/// <remarks>
/// Both are this program. A platform is on <c>localhost</c> and the tool on <c>127.0.0.1</c>: to a browser these are two sites, as in real
/// life. The setting <c>ToolHost</c> chooses another host.
/// </remarks>
internal static class ToolAddress
{
    public static string Own(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    public static string Root(HttpContext context)
    {
        var host = context.Request.Host;
        var other = context.RequestServices.GetRequiredService<IConfiguration>()["ToolHost"] is { Length: > 0 } chosen ? chosen
            : host.Host == "localhost" ? "127.0.0.1" : host.Host;
        return $"{context.Request.Scheme}://{(host.Port is { } port ? new HostString(other, port) : new HostString(other))}";
    }
}
