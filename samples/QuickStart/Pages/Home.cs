// For people who look. A real tool has no such page.
using QuickStart.Administration;
using QuickStart.Platform;

namespace QuickStart.Pages;

internal static class Home
{
    public static void MapHome(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", Show);
        app.MapGet("/style.css", () => Results.Stream(Page.Style(), "text/css"));
    }

    private static IResult Show(HttpContext context, StorageChoice storage) => Page.Show("Launch a tool", $"""
        <p>This program has a small LTI 1.3 tool and a simulated platform that launches it. Pick a platform and a role.</p>
        <p>Its storage is {storage.Name}.</p>
        <form method="get" action="/platform/launch" class="card">
        <fieldset><legend>Platform</legend>{Html.Join(SimulatedPlatform.All.Select((platform, i) => Choice.Html("platform", platform.Slug, platform.Name, platform.Course, i == 0)))}</fieldset>
        <fieldset><legend>Role</legend>{Html.Join(LaunchRole.All.Select((role, i) => Choice.Html("role", role.Slug, role.Name, "", i == 0)))}</fieldset>
        <fieldset><legend>Login initiation</legend>{Choice.Html("method", "get", "GET", "", isChosen: true)}{Choice.Html("method", "post", "POST", "", isChosen: false)}{Choice.Html("method", "frame", "In a frame of the platform", "", isChosen: false)}</fieldset>
        <fieldset><legend>Deployment</legend>{Choice.Html("deployment", "known", "Known to the tool", "", isChosen: true)}{Choice.Html("deployment", "new", "New to the tool", "", isChosen: false)}</fieldset>
        <fieldset><legend>Message</legend>{Choice.Html("message", "link", "Resource link", "", isChosen: true)}{Choice.Html("message", "deep", "Deep linking", "", isChosen: false)}</fieldset>
        <div class="actions"><button>Launch</button><button class="quiet" formaction="/platform/register">Register with this platform</button></div>
        </form>
        <p>The first launch of a platform registers the tool there, as an administrator would by hand. <em>Register with this platform</em> adds another client by LTI
        dynamic registration, which the <a href="/admin">administrator</a> approves. The start of this program printed the administrator's password.</p>
        <p>Send a platform's last launch again, and the tool refuses it: {Html.Join(SimulatedPlatform.All.Select(platform => (Html)$"<a href=\"/platform/{platform.Slug}/replay\">{platform.Name}</a> "))}</p>
        {Banner.Html}
        """, new PageOptions { FormAction = ["'self'", ToolAddress.Own(context), ToolAddress.Root(context)] });
}
