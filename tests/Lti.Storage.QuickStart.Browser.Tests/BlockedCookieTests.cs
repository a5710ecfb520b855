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
