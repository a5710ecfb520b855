using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Checks the look of every page. The folder <c>screenshots</c> beside the tests holds the pictures.</summary>
[Collection("The sample has one waiting list and its own limits")]
public sealed class LookTests
{
    [Theory]
    [InlineData("desktop-light")]
    [InlineData("desktop-dark")]
    [InlineData("phone-light")]
    [InlineData("phone-dark")]
    public async Task Every_page_is_accessible_and_fits_the_screen(string name)
    {
        await using var visitor = await Stage.OpenAsync(Look.Get(name));
        var page = visitor.Page;
        foreach (var (role, picture) in ((string, string)[])[("Instructor", "teacher"), ("Student", "learner"), ("Administrator", "no-role")])
        {
            await visitor.LaunchAsync("Canvas", role);
            await visitor.ShouldBeAtAsync("Launched");
            await visitor.LookAsync($"{name}-launched-{picture}");
        }

        await page.GotoAsync("/platform/canvas/replay");
        await visitor.ShouldBeAtAsync("400 Bad Request");
        await visitor.LookAsync($"{name}-replay-refused");
        await visitor.LaunchAsync("Canvas", method: "In a frame of the platform");
        await Assertions.Expect(visitor.FrameHeading).ToHaveTextAsync("Launched");
        await visitor.LookAsync($"{name}-platform-frame");
        await visitor.LaunchAsync("Canvas", deployment: "New to the tool");
        await visitor.ShouldBeAtAsync("403 Forbidden");
        await visitor.LookAsync($"{name}-pending");
        await visitor.LaunchAsync("Canvas", message: "Deep linking");
        await visitor.ShouldBeAtAsync("Add an activity");
        await visitor.LookAsync($"{name}-deep-linking");
        await visitor.PressAsync("Add to the course");
        await Assertions.Expect(page.GetByText("added the link that the tool chose")).ToBeVisibleAsync();
        await visitor.LookAsync($"{name}-deep-linked");

        await visitor.ChooseAsync("Canvas", "Register with this platform");
        await visitor.Frame.GetByText("The tool's request").WaitForAsync();
        await ShouldSeeInFrameAsync(visitor, "Register");
        await visitor.LookAsync($"{name}-platform-register");
        await page.GotoAsync((await page.Locator("iframe").GetAttributeAsync("src"))!);
        await visitor.LookAsync($"{name}-tool-register");
        await visitor.PressAsync("Register");
        await visitor.ShouldBeAtAsync("Registered");
        await visitor.LookAsync($"{name}-tool-registered");
        await page.ReloadAsync();
        await visitor.ShouldBeAtAsync("404 Not Found");
        await visitor.LookAsync($"{name}-second-refused");
        await page.GotoAsync("/tool/register?openid_configuration=https://localhost:1/.well-known/openid-configuration");
        await visitor.ShouldBeAtAsync("400 Bad Request");
        await visitor.LookAsync($"{name}-registration-refused");

        await page.GotoAsync("/admin/clients");
        await visitor.LookAsync($"{name}-sign-in");
        await visitor.AdministerAsync();
        foreach (var (address, picture) in ((string, string)[])
            [("/", "home"), ("/platform/canvas/tools", "platform-tools"), ("/admin", "waiting"), ("/admin/clients", "clients"), ("/admin/sessions", "sessions"), ("/admin/keys", "keys"), ("/admin/activity", "activity")])
        {
            await page.GotoAsync(address);
            await visitor.LookAsync($"{name}-{picture}");
        }

        await page.GotoAsync("/admin");
        await page.GetByText("Look at what it changes").First.ClickAsync();
        await visitor.ShouldBeAtAsync("Client");
        await visitor.LookAsync($"{name}-client-to-approve");
        foreach (var (address, picture) in ((string, string)[])[("/admin/clients", "client"), ("/admin/sessions", "session")])
        {
            await page.GotoAsync(address);
            await page.Locator("td a[href^='" + address + "/']").First.ClickAsync();
            await visitor.LookAsync($"{name}-{picture}");
        }

        // One key is announced at a time. The first request announces it unless another visit has.
        await page.GotoAsync("/admin/keys");
        await visitor.PressAsync("Announce the next key");
        await page.GotoAsync("/admin/keys");
        await visitor.PressAsync("Announce the next key");
        await visitor.ShouldBeAtAsync("409 Conflict");
        await visitor.LookAsync($"{name}-conflict");
        await page.GotoAsync("/admin/sessions");
        await page.Locator("td a[href^='/admin/sessions/']").First.ClickAsync();
        await visitor.PressAsync("End this session");
        await visitor.ShouldBeAtAsync("Session ended");
        await visitor.LookAsync($"{name}-session-ended");
        await page.GotoAsync("/admin/sessions?issuer=https://canvas.fern.example.edu");
        await visitor.PressAsync("End all sessions of this platform");
        await visitor.ShouldBeAtAsync("Sessions ended");
        await visitor.LookAsync($"{name}-sessions-ended");
        await page.GotoAsync("/admin/sessions");
        await visitor.PressAsync("Clean up expired rows");
        await visitor.ShouldBeAtAsync("Cleaned up");
        await visitor.LookAsync($"{name}-cleaned-up");
        await page.GotoAsync("/platform/canvas/register");
        await page.GotoAsync((await page.Locator("iframe").GetAttributeAsync("src"))!);
        await visitor.PressAsync("Cancel");
        await visitor.ShouldBeAtAsync("Registration cancelled");
        await visitor.LookAsync($"{name}-registration-cancelled");
    }

    /// <summary>Requires that a button is inside the visible part of the frame, without scrolling there.</summary>
    private static async Task ShouldSeeInFrameAsync(Visitor visitor, string button)
    {
        var frame = await visitor.Page.Locator("iframe").BoundingBoxAsync();
        var box = await visitor.Frame.GetByRole(AriaRole.Button, new FrameLocatorGetByRoleOptions { Name = button, Exact = true }).BoundingBoxAsync();
        Assert.True(box!.Y >= frame!.Y && box.Y + box.Height <= frame.Y + frame.Height, $"The button '{button}' is outside of the frame.");
    }
}
