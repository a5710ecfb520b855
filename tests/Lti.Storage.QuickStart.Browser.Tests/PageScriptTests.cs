using System.Text.RegularExpressions;
using System.Web;
using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Runs the scripts of <c>docs/how-to/cookies-blocked.md</c> in a frame of another site.</summary>
[Collection("The sample has one waiting list and its own limits")]
public sealed partial class PageScriptTests
{
    private const string Values = """
        const storageTarget = "_parent", platformOrigin = "https://platform.example", stateHash = "the-hash", state = "the-state", idToken = "the.id.token";
        const authorizationUrl = "https://tool.example/launch";
        """;

    private const string Platform = """
        <iframe src="https://tool.example/login"></iframe>
        <script>
        const kept = new Map();
        addEventListener("message", event => {
          const { subject, message_id, key, value } = event.data;
          if (subject === "lti.put_data") kept.set(key, value);
          event.source.postMessage({ subject: subject + ".response", message_id, key, value: kept.get(key) }, event.origin);
        });
        </script>
        """;

    // It hears the tool's messages, knows their ids and answers in place of the platform. The tool's page hears the probe after that answer.
    private const string Stranger = """
        <iframe src="https://tool.example/page"></iframe>
        <script>
        const heard = [];
        addEventListener("message", event => {
          heard.push(event.data);
          if (event.data === "probed") document.title = JSON.stringify(heard);
        });
        document.querySelector("iframe").addEventListener("load", () => {
          frames[0].postMessage({ message_id: "id", value: "forged" }, "*");
          frames[0].postMessage("probe", "*");
        });
        </script>
        """;

    private const string Probed = """
        crypto.randomUUID = () => "id";
        window.fetch = () => { parent.postMessage("fetched", "*"); return new Promise(() => { }); };
        navigation.addEventListener("navigate", () => parent.postMessage("left", "*"));
        addEventListener("message", event => { if (event.data === "probe") parent.postMessage("probed", "*"); });
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Scripts_of_the_page_tell_a_stranger_nothing_and_believe_no_answer_of_its_own(int script)
    {
        var text = (await ScriptsAsync())[script];
        await using var visitor = await Stage.OpenAsync();
        await visitor.Context.RouteAsync("https://*.example/**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = route.Request.Url.StartsWith("https://stranger.", StringComparison.Ordinal) ? Stranger : $"<script>{Probed}{Values}{text}</script>",
        }));

        await visitor.Page.GotoAsync("https://stranger.example/");

        await Assertions.Expect(visitor.Page).ToHaveTitleAsync("[\"probed\"]");
    }

    [Fact]
    public async Task Scripts_of_the_page_put_the_proof_into_the_platforms_storage_and_send_it_with_the_launch()
    {
        var scripts = await ScriptsAsync();
        await using var visitor = await Stage.OpenAsync();
        string? sent = null;
        await visitor.Context.RouteAsync("https://*.example/**", async route =>
        {
            sent ??= route.Request.PostData;
            await route.FulfillAsync(new RouteFulfillOptions
            {
                ContentType = route.Request.Url.EndsWith("/stored", StringComparison.Ordinal) ? "application/json" : "text/html",
                Body = route.Request.Url switch
                {
                    "https://platform.example/" => Platform,
                    "https://tool.example/login" => $"<script>{Values}{scripts[0]}</script>",
                    "https://tool.example/launch" => $"<script>{Values}{scripts[1]}</script>",
                    "https://tool.example/lti/launch/stored" => "{ \"address\": \"/course\" }",
                    _ => "<h1>The course</h1>",
                },
            });
        });

        await visitor.Page.GotoAsync("https://platform.example/");

        await Assertions.Expect(visitor.FrameHeading).ToHaveTextAsync("The course");
        var form = HttpUtility.ParseQueryString(sent!);
        Assert.Equal(("the-state", "the.id.token", "the-hash"), (form["state"], form["id_token"], form["hash"]));
    }

    [GeneratedRegex("```js\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Script();

    private static async Task<IReadOnlyList<string>> ScriptsAsync()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs/how-to/cookies-blocked.md"), TestContext.Current.CancellationToken);
        var scripts = Script().Matches(page).Select(match => match.Groups["text"].Value).ToList();
        Assert.Equal(2, scripts.Count);
        return scripts;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Lti.Storage.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository was not found above the tests.");
        }

        return folder;
    }
}
