using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Launches the tool in a frame of a platform that is another site, in browsers that block third-party cookies.</summary>
[Collection("The sample has one waiting list and its own limits")]
public sealed class BlockedCookieTests
{
    private const string InFrame = "In a frame of the platform";

    [Fact]
    public async Task Launch_in_a_frame_works_by_a_partitioned_cookie()
    {
        await using var visitor = await Stage.OpenWithoutThirdPartyCookiesAsync(blocksPartitioned: false);
        var requests = ToolRequests(visitor);

        await visitor.LaunchAsync("Moodle", "Student", method: InFrame);

        await Assertions.Expect(visitor.FrameHeading).ToHaveTextAsync("Launched");
        await Assertions.Expect(visitor.Frame.GetByText("Your work")).ToBeVisibleAsync();
        Assert.Contains(await CookiesAsync(requests), cookie => cookie.Contains("__Host-lti-login-", StringComparison.Ordinal));
        Assert.All(await visitor.Context.CookiesAsync([visitor.ToolAddress]), cookie => Assert.False(string.IsNullOrEmpty(cookie.PartitionKey), cookie.Name));
    }

    [Fact]
    public async Task Launch_in_a_frame_works_by_the_platforms_storage_where_no_cookie_is_sent()
    {
        await using var visitor = await Stage.OpenWithoutThirdPartyCookiesAsync(blocksPartitioned: true);
        var requests = ToolRequests(visitor);

        await visitor.LaunchAsync("Sakai", "Student", method: InFrame);

        await Assertions.Expect(visitor.FrameHeading).ToHaveTextAsync("Launched");
        await Assertions.Expect(visitor.Frame.GetByText("Your work")).ToBeVisibleAsync();
        Assert.NotEmpty(requests);
        Assert.All(await CookiesAsync(requests), cookie => Assert.Equal("", cookie));

        // A reload of the frame gets the ticket from the platform's storage again.
        var frame = visitor.Page.Frames.Single(each => each.Url.StartsWith($"{visitor.ToolAddress}/tool/launches/", StringComparison.Ordinal));
        await visitor.Page.RunAndWaitForRequestFinishedAsync(
            () => frame.EvaluateAsync("setTimeout(() => location.reload())"),
            new PageRunAndWaitForRequestFinishedOptions { Predicate = request => request.ResourceType == "fetch" });
        await Assertions.Expect(visitor.FrameHeading).ToHaveTextAsync("Launched");
        await Assertions.Expect(visitor.Frame.GetByText("Your work")).ToBeVisibleAsync();
        Assert.All(await CookiesAsync(requests), cookie => Assert.Equal("", cookie));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Teacher_adds_a_link_in_a_frame(bool blocksCookies)
    {
        await using var visitor = await Stage.OpenWithoutThirdPartyCookiesAsync(blocksPartitioned: blocksCookies);
        await visitor.LaunchAsync("Moodle", method: InFrame, message: "Deep linking");
        await Assertions.Expect(visitor.FrameHeading).ToHaveTextAsync("Add an activity");

        await visitor.PressInFrameAsync("Add to the course");

        await Assertions.Expect(visitor.FrameHeading).ToHaveTextAsync("Moodle: Einführung in die Statistik");
        await Assertions.Expect(visitor.Frame.Locator(".good")).ToContainTextAsync("added the link that the tool chose");
    }

    [Fact]
    public async Task Stranger_who_frames_the_tool_gets_no_proof_and_does_not_answer_for_the_platform()
    {
        await using var visitor = await Stage.OpenWithoutThirdPartyCookiesAsync(blocksPartitioned: true);
        await visitor.LaunchAsync("Sakai", "Student", method: InFrame);
        var platform = new Uri(visitor.Page.Url).GetLeftPart(UriPartial.Authority);
        var login = (await visitor.Page.Locator("iframe").GetAttributeAsync("src"))!;

        // The stranger knows the ids of the messages. So only their origin tells its answers from the platform's.
        await visitor.Context.AddInitScriptAsync("crypto.randomUUID = () => 'id'");
        await visitor.Context.RouteAsync("https://stranger.example/", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = $$"""
                <iframe src="{{login.Replace("&", "&amp;", StringComparison.Ordinal)}}"></iframe>
                <script>
                const heard = [];
                addEventListener('message', event => heard.push(event.data));
                setInterval(() => frames[0].postMessage({ message_id: 'id', value: 'forged' }, '*'), 20);
                </script>
                """,
        }));
        await visitor.Context.RouteAsync($"{platform}/platform/sakai/authorize**", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = await answer.TextAsync() });
        });

        var launch = await visitor.Page.RunAndWaitForRequestAsync(
            () => visitor.Page.GotoAsync("https://stranger.example/"), request => request.Url.EndsWith("/tool/launch/stored", StringComparison.Ordinal));

        Assert.EndsWith("&hash=", launch.PostData, StringComparison.Ordinal);
        await Assertions.Expect(visitor.Frame.Locator(".refused")).ToContainTextAsync("This browser did not begin this login");
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("heard.length"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Launch_works_in_a_page_on_a_third_host_whose_storage_is_a_frame_of_the_platform(bool blocksCookies)
    {
        // Hosted Canvas does so: the page is on the school's host, and the frame with the storage is on the host of the authorization address.
        await using var visitor = blocksCookies ? await Stage.OpenWithoutThirdPartyCookiesAsync(blocksPartitioned: true) : await Stage.OpenAsync();
        await visitor.LaunchAsync("Blackboard", "Student", method: InFrame);
        var platform = new Uri(visitor.Page.Url).GetLeftPart(UriPartial.Authority);
        var login = (await visitor.Page.Locator("iframe").GetAttributeAsync("src"))!.Replace("lti_storage_target=_parent", "lti_storage_target=storage", StringComparison.Ordinal);
        await visitor.Context.RouteAsync("https://learn.chem.example.com/course", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = $"<iframe name=\"storage\" src=\"{platform}/platform/storage\" hidden></iframe><iframe id=\"tool\"></iframe>",
        }));
        await visitor.Context.RouteAsync($"{platform}/platform/storage", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = """
                <script>
                const kept = new Map();
                addEventListener('message', event => {
                  const { subject, message_id, key, value } = event.data;
                  if (subject === 'lti.put_data') kept.set(key, value);
                  event.source.postMessage({ subject: subject + '.response', message_id, key, value: kept.get(key) }, event.origin);
                });
                </script>
                """,
        }));

        // A real platform lets its own page show this step. The simulated one knows no page on another host.
        await visitor.Context.RouteAsync($"{platform}/platform/blackboard/authorize**", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = await answer.TextAsync() });
        });

        await visitor.Page.GotoAsync("https://learn.chem.example.com/course");
        await visitor.Page.Locator("#tool").EvaluateAsync("(frame, address) => frame.src = address", login);

        var tool = visitor.Page.FrameLocator("#tool");
        await Assertions.Expect(tool.GetByRole(AriaRole.Heading, new FrameLocatorGetByRoleOptions { Level = 1 })).ToHaveTextAsync("Launched");
        await Assertions.Expect(tool.GetByText("Your work")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Launch_without_any_cookie_outside_of_a_frame_is_refused()
    {
        await using var visitor = await Stage.OpenWithoutThirdPartyCookiesAsync(blocksPartitioned: true);

        await visitor.LaunchAsync("Sakai", "Student");

        await visitor.ShouldBeAtAsync("400 Bad Request");
        await Assertions.Expect(visitor.Refusal).ToContainTextAsync("This browser did not begin this login");
    }

    /// <summary>Keeps the requests to the tool.</summary>
    private static ConcurrentQueue<IRequest> ToolRequests(Visitor visitor)
    {
        ConcurrentQueue<IRequest> sent = new();
        visitor.Context.RequestFinished += (_, request) =>
        {
            if (request.Url.StartsWith($"{visitor.ToolAddress}/tool/", StringComparison.Ordinal))
            {
                sent.Enqueue(request);
            }
        };
        return sent;
    }

    /// <summary>Gets the cookie header of each request. It is empty where the browser sent none.</summary>
    private static async Task<List<string>> CookiesAsync(IEnumerable<IRequest> requests)
    {
        List<string> cookies = [];
        foreach (var request in requests)
        {
            cookies.Add((await request.AllHeadersAsync()).GetValueOrDefault("cookie", ""));
        }

        return cookies;
    }
}
