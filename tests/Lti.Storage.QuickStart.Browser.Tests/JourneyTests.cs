using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Uses the sample in a real browser. The tests share the sample, so that each uses its own platform.</summary>
public sealed class JourneyTests
{
    [Fact]
    public async Task Launch_is_stored_and_its_replay_is_refused()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync("Sakai", "Launch");
        await visitor.ShouldBeAtAsync("Launched");
        var session = await visitor.Page.GetByText("Show the stored session").GetAttributeAsync("href");

        await visitor.PressAsync("Replay the same launch");
        await visitor.ShouldBeAtAsync("400 Bad Request");
        await Assertions.Expect(visitor.Refusal).ToContainTextAsync("its nonce is already used (AlreadyUsed)");

        await visitor.Page.GotoAsync(session!);
        await visitor.ShouldBeAtAsync("Session");
        await Assertions.Expect(visitor.Page.Locator("pre")).ToContainTextAsync("\"given_name\": \"María José\"");
    }

    [Fact]
    public async Task Session_is_deleted_from_the_list()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync("Blackboard", "Launch");
        await visitor.FollowAsync("All sessions of this platform");
        await visitor.ShouldBeAtAsync("Sessions");

        await visitor.PressAsync("End all sessions of this platform");

        await visitor.ShouldBeAtAsync("Sessions ended");
        await Assertions.Expect(visitor.Page.GetByText("1 session was deleted.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("Canvas", "default")]
    [InlineData("Moodle", "12")]
    public async Task Tool_closes_the_registration_frame_and_the_platform_launches_it(string platform, string deployment)
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync(platform, "Register with this platform");
        await visitor.ShouldBeAtAsync($"{platform}: add a tool");
        await Assertions.Expect(visitor.Frame.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);

        await visitor.PressInFrameAsync("Register");

        await visitor.ShouldBeAtAsync($"Tools of {platform}");
        var client = await visitor.Page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = "Client" }).GetByRole(AriaRole.Radio).First.GetAttributeAsync("value");
        await visitor.PressAsync("Launch");
        await visitor.ShouldBeAtAsync("Launched");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = client, Exact = true })).ToBeVisibleAsync();

        await visitor.FollowAsync("Clients");
        await visitor.FollowAsync(client!);
        await visitor.ShouldBeAtAsync("Client");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = deployment, Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Second_completion_is_refused()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.Page.GotoAsync("/platform/brightspace/register");
        await visitor.Page.GotoAsync((await visitor.Page.Locator("iframe").GetAttributeAsync("src"))!);
        await visitor.PressAsync("Register");
        await visitor.ShouldBeAtAsync("Registered");

        // The reload posts the form again.
        await visitor.Page.ReloadAsync();

        await visitor.ShouldBeAtAsync("404 Not Found");
        await Assertions.Expect(visitor.Refusal).ToContainTextAsync("It was completed or cancelled");
    }

    [Fact]
    public async Task Cancelled_registration_closes_the_frame_and_registers_nothing()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync("Schoology", "Register with this platform");

        await visitor.PressInFrameAsync("Cancel");

        await visitor.ShouldBeAtAsync("Tools of Schoology");
        await Assertions.Expect(visitor.Page.GetByText("No tool was registered.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_step_works_without_scripts()
    {
        await using var visitor = await Stage.OpenAsync(runsScripts: false);
        await visitor.ChooseAsync("Brightspace", "Register with this platform");
        await visitor.PressInFrameAsync("Register");
        await Assertions.Expect(visitor.Frame.GetByRole(AriaRole.Heading, new FrameLocatorGetByRoleOptions { Level = 1 })).ToHaveTextAsync("Registered");
        await visitor.FollowAsync("Tools of Brightspace");

        await visitor.PressAsync("Launch");
        await visitor.PressAsync("Continue");

        await visitor.ShouldBeAtAsync("Launched");
    }
}
