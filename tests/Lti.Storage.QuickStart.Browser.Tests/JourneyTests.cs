using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Uses the sample in a real browser. The tests share the sample, so that each uses its own platform.</summary>
[Collection("The sample has one waiting list and its own limits")]
public sealed class JourneyTests
{
    [Fact]
    public async Task Launch_shows_its_page_and_its_replay_is_refused()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.LaunchAsync("Sakai");
        await visitor.ShouldBeAtAsync("Launched");
        Assert.StartsWith($"{visitor.ToolAddress}/tool/launches/", visitor.Page.Url, StringComparison.Ordinal);

        await visitor.Page.GotoAsync("/platform/sakai/replay");

        await visitor.ShouldBeAtAsync("400 Bad Request");
        await Assertions.Expect(visitor.Refusal).ToContainTextAsync("already used");
    }

    [Fact]
    public async Task Teacher_adds_a_link_that_the_platform_accepts_and_the_administrator_sees_the_key()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.LaunchAsync("Moodle", message: "Deep linking");
        await visitor.ShouldBeAtAsync("Add an activity");
        await visitor.LookAsync("deep-linking");

        await visitor.PressAsync("Add to the course");

        await visitor.ShouldBeAtAsync("Moodle: Einführung in die Statistik");
        await Assertions.Expect(visitor.Page.Locator(".good")).ToContainTextAsync("added the link that the tool chose");
        await visitor.LookAsync("deep-linked");
        await visitor.AdministerAsync();
        await visitor.FollowAsync("Keys");
        await visitor.ShouldBeAtAsync("Keys of the tool");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Active" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Two_tabs_show_their_own_launches_after_a_reload()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.LaunchAsync("Moodle", "Instructor");
        await visitor.ShouldBeAtAsync("Launched");
        var other = await visitor.Context.NewPageAsync();
        await other.GotoAsync("/platform/launch?platform=sakai&role=student");
        await Assertions.Expect(other.GetByText("Your work")).ToBeVisibleAsync();

        await visitor.Page.ReloadAsync();
        await other.ReloadAsync();

        await Assertions.Expect(visitor.Page.GetByText("For teachers")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByText("https://moodle.stat.example.org")).ToBeVisibleAsync();
        await Assertions.Expect(other.GetByText("Your work")).ToBeVisibleAsync();
        await Assertions.Expect(other.GetByText("https://sakai.ocean.example.edu")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Back_and_reload_show_the_page_of_the_launch_again()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.LaunchAsync("Sakai", method: "POST");
        await visitor.ShouldBeAtAsync("Launched");
        var address = visitor.Page.Url;

        await visitor.Page.GotoAsync("/healthz");
        await visitor.Page.GoBackAsync();
        await visitor.ShouldBeAtAsync("Launched");
        await visitor.Page.ReloadAsync();

        await visitor.ShouldBeAtAsync("Launched");
        Assert.Equal(address, visitor.Page.Url);
    }

    [Fact]
    public async Task Unknown_deployment_waits_is_approved_and_then_launches()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.LaunchAsync("Blackboard", deployment: "New to the tool");
        await visitor.ShouldBeAtAsync("403 Forbidden");
        await Assertions.Expect(visitor.Refusal).ToContainTextAsync("waits for approval");

        await visitor.AdministerAsync();
        await visitor.Page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "https://blackboard.example.com" }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Approve" }).ClickAsync();
        await visitor.ShouldBeAtAsync("Client");

        await visitor.LaunchAsync("Blackboard", deployment: "New to the tool");
        await visitor.ShouldBeAtAsync("Launched");
    }

    [Fact]
    public async Task Suspended_customer_gets_a_page_that_says_so()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.LaunchAsync("Schoology", deployment: "Known to the tool");
        await visitor.ShouldBeAtAsync("Launched");
        await visitor.AdministerAsync();
        await visitor.FollowAsync("Clients");
        await visitor.FollowAsync("6120048813");
        await visitor.PressAsync("Suspend deployment 6120048813-2204417");

        await visitor.LaunchAsync("Schoology");

        await visitor.ShouldBeAtAsync("403 Forbidden");
        await Assertions.Expect(visitor.Refusal).ToContainTextAsync("suspended (DeploymentDisabled)");
        await visitor.AdministerAsync();
        await visitor.FollowAsync("Clients");
        await visitor.FollowAsync("6120048813");
        await visitor.PressAsync("Resume deployment 6120048813-2204417");
    }

    [Theory]
    [InlineData("Instructor", "For teachers")]
    [InlineData("Student", "Your work")]
    [InlineData("Administrator", "No role in this course")]
    public async Task Roles_in_the_course_decide_what_the_page_shows(string role, string shown)
    {
        await using var visitor = await Stage.OpenAsync();

        await visitor.LaunchAsync("Moodle", role);

        await visitor.ShouldBeAtAsync("Launched");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 2 }).First).ToHaveTextAsync(shown);
    }

    [Fact]
    public async Task Administration_asks_for_the_password_and_signs_out()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.Page.GotoAsync("/admin/sessions");
        await visitor.ShouldBeAtAsync("Administrator");
        await visitor.Page.GetByLabel("Password").FillAsync("a guess");
        await visitor.PressAsync("Sign in");
        await visitor.ShouldBeAtAsync("403 Forbidden");

        await visitor.AdministerAsync();
        await visitor.PressAsync("Sign out");
        await visitor.Page.GotoAsync("/admin/sessions");

        await visitor.ShouldBeAtAsync("Administrator");
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
        await visitor.ApproveClientAsync(client!);
        await visitor.Page.GotoAsync($"/platform/{platform.ToLowerInvariant()}/tools");
        await visitor.PressAsync("Launch");
        await visitor.ShouldBeAtAsync("Launched");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = client, Exact = true })).ToBeVisibleAsync();

        await visitor.Page.GotoAsync("/admin/clients");
        await visitor.FollowAsync(client!);
        await visitor.ShouldBeAtAsync("Client");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = deployment, Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Token_audience_of_a_registration_is_shown_and_stored()
    {
        const string Audience = "https://api.art.example.net/auth/token";
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync("Brightspace", "Register with this platform");
        await Assertions.Expect(visitor.Frame.GetByRole(AriaRole.Cell, new FrameLocatorGetByRoleOptions { Name = Audience, Exact = true })).ToBeVisibleAsync();

        await visitor.PressInFrameAsync("Register");

        await visitor.ShouldBeAtAsync("Tools of Brightspace");
        var client = await visitor.Page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = "Client" }).GetByRole(AriaRole.Radio).First.GetAttributeAsync("value");
        await visitor.ApproveClientAsync(client!);
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = Audience, Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Rejected_client_is_removed()
    {
        await using var visitor = await Stage.OpenAsync();
        await visitor.ChooseAsync("Sakai", "Register with this platform");
        await visitor.PressInFrameAsync("Register");
        await visitor.ShouldBeAtAsync("Tools of Sakai");
        var client = await visitor.Page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = "Client" }).GetByRole(AriaRole.Radio).First.GetAttributeAsync("value");
        await visitor.AdministerAsync();

        await visitor.PressAsync($"Reject client {client}");

        await visitor.ShouldBeAtAsync("Waiting for approval");
        await Assertions.Expect(visitor.Page.GetByText(client!)).ToHaveCountAsync(0);
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
    public async Task Launch_works_without_scripts()
    {
        await using var visitor = await Stage.OpenAsync(runsScripts: false);

        await visitor.LaunchAsync("Brightspace");
        await visitor.PressAsync("Continue");

        await visitor.ShouldBeAtAsync("Launched");
    }
}
