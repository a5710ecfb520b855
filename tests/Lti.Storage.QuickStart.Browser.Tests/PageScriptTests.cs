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

    [Fact]
    public async Task Scripts_of_the_page_put_the_proof_into_the_platforms_storage_and_send_it_with_the_launch()
    {
        var scripts = Script().Matches(await File.ReadAllTextAsync(Path.Combine(Root(), "docs/how-to/cookies-blocked.md"), TestContext.Current.CancellationToken)).Select(match => match.Groups["text"].Value).ToList();
        Assert.Equal(2, scripts.Count);
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
