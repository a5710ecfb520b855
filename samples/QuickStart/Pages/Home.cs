using QuickStart.Platform;

namespace QuickStart.Pages;

internal static class Home
{
    public static void MapHome(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", Show);
        app.MapGet("/style.css", () => Results.Stream(typeof(Home).Assembly.GetManifestResourceStream("style.css")!, "text/css"));
    }

    private static IResult Show(StorageChoice storage) => Page.Show("Launch a tool", $"""
        <p>This program has a small LTI 1.3 tool and a simulated platform that launches it. Pick a platform and a role.</p>
        <p>Its storage is {storage.Name}.</p>
        <form method="get" action="/platform/launch" class="card">
        <fieldset><legend>Platform</legend>{Html.Join(SimulatedPlatform.All.Select((platform, i) => Choice.Html("platform", platform.Slug, platform.Name, platform.Course, i == 0)))}</fieldset>
        <fieldset><legend>Role</legend>{Html.Join(LaunchRole.All.Select((role, i) => Choice.Html("role", role.Slug, role.Name, "", i == 0)))}</fieldset>
        <fieldset><legend>Login initiation</legend>{Choice.Html("method", "get", "GET", "", isChosen: true)}{Choice.Html("method", "post", "POST", "", isChosen: false)}</fieldset>
        <div class="actions"><button>Launch</button><button class="quiet" formaction="/platform/register">Register with this platform</button></div>
        </form>
        <p>The tool is already registered with each platform. <em>Register with this platform</em> adds another client by LTI dynamic registration.</p>
        """);
}
