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
        <p>This program is a small LTI 1.3 tool, and beside it a simulated platform that launches it. Pick a platform and a role.</p>
        <p>Its storage is {storage.Name}.</p>
        <form method="get" action="/platform/launch" class="card">
        <fieldset><legend>Platform</legend>{Html.Join(SimulatedPlatform.All.Select((platform, i) => Choice("platform", platform.Slug, platform.Name, platform.Course, i == 0)))}</fieldset>
        <fieldset><legend>Role</legend>{Html.Join(LaunchRole.All.Select((role, i) => Choice("role", role.Slug, role.Name, "", i == 0)))}</fieldset>
        <fieldset><legend>Login initiation by</legend>{Choice("method", "get", "GET", "", isChosen: true)}{Choice("method", "post", "POST", "", isChosen: false)}</fieldset>
        <p><button>Launch</button></p>
        </form>
        """);

    private static Html Choice(string name, string value, string label, string note, bool isChosen)
    {
        Html chosen = isChosen ? (Html)$" checked" : $"";
        Html small = note.Length > 0 ? (Html)$"<small>{note}</small>" : $"";
        return $"<label><input type=\"radio\" name=\"{name}\" value=\"{value}\"{chosen}> {label}{small}</label>";
    }
}
