using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>What a user of the sample does, in a real browser. Each test has a platform of its own, since they share the sample.</summary>
public sealed class JourneyTests
{
    [Fact]
    public async Task A_launch_is_stored_and_its_replay_is_refused()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync("Sakai", "Launch");
        await visitor.ShouldBeAtAsync("Launched");
        var session = await visitor.Page.GetByText("See it as stored").GetAttributeAsync("href");

        await visitor.PressAsync("Replay the same launch");
        await visitor.ShouldBeAtAsync("400 Bad Request");
        await Assertions.Expect(visitor.Refusal).ToContainTextAsync("its nonce is already used (AlreadyUsed)");

        await visitor.Page.GotoAsync(session!);
        await visitor.ShouldBeAtAsync("Session");
        await Assertions.Expect(visitor.Page.Locator("pre")).ToContainTextAsync("\"given_name\": \"María José\"");
    }

    [Fact]
    public async Task A_session_is_ended_from_the_list()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync("Blackboard", "Launch");
        await visitor.FollowAsync("All sessions of this platform");
        await visitor.ShouldBeAtAsync("Sessions");

        await visitor.PressAsync("End all of this platform");

        await visitor.ShouldBeAtAsync("Sessions ended");
        await Assertions.Expect(visitor.Page.GetByText("1 session was deleted.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("Canvas", "default")]
    [InlineData("Moodle", "12")]
    public async Task A_platform_registers_the_tool_in_a_frame_that_the_tool_closes_and_launches_it(string platform, string deployment)
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
    public async Task A_second_completion_is_refused()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.Page.GotoAsync("/platform/brightspace/register");
        await visitor.Page.GotoAsync((await visitor.Page.Locator("iframe").GetAttributeAsync("src"))!);
        await visitor.PressAsync("Register");
        await visitor.ShouldBeAtAsync("Registered");

        // Which sends the form again.
        await visitor.Page.ReloadAsync();

        await visitor.ShouldBeAtAsync("404 Not Found");
        await Assertions.Expect(visitor.Refusal).ToContainTextAsync("it was completed or cancelled");
    }

    [Fact]
    public async Task A_cancelled_registration_closes_the_frame_and_registers_nothing()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync("Schoology", "Register with this platform");

        await visitor.PressInFrameAsync("Cancel");

        await visitor.ShouldBeAtAsync("Tools of Schoology");
        await Assertions.Expect(visitor.Page.GetByText("No tool was registered.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_scripts_every_step_has_a_button_or_a_link()
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
