namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Checks the look of every page. The folder <c>screenshots</c> beside the tests holds the pictures.</summary>
public sealed class LookTests
{
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("narrow")]
    public async Task Every_page_is_accessible_and_fits_the_screen(string name)
    {
        await using var visitor = await Stage.OpenAsync(Look.Get(name));
        var page = visitor.Page;

        await visitor.ChooseAsync("Canvas", "Launch");
        await visitor.ShouldBeAtAsync("Launched");
        await visitor.LookAsync($"{name}-launched");
        await visitor.PressAsync("Replay the same launch");
        await visitor.ShouldBeAtAsync("400 Bad Request");
        await visitor.LookAsync($"{name}-replay-refused");

        await visitor.ChooseAsync("Canvas", "Register with this platform");
        await visitor.Frame.GetByText("The tool's request").WaitForAsync();
        await visitor.LookAsync($"{name}-platform-register");
        await page.GotoAsync((await page.Locator("iframe").GetAttributeAsync("src"))!);
        await visitor.LookAsync($"{name}-tool-register");
        await visitor.PressAsync("Register");
        await visitor.ShouldBeAtAsync("Registered");
        await visitor.LookAsync($"{name}-tool-registered");
        await page.ReloadAsync();
        await visitor.ShouldBeAtAsync("404 Not Found");
        await visitor.LookAsync($"{name}-second-refused");

        foreach (var (address, picture) in ((string, string)[])[("/", "home"), ("/platform/canvas/tools", "platform-tools"), ("/tool/clients", "clients"), ("/tool/sessions", "sessions"), ("/tool/activity", "activity")])
        {
            await page.GotoAsync(address);
            await visitor.LookAsync($"{name}-{picture}");
        }

        foreach (var (address, picture) in ((string, string)[])[("/tool/clients", "client"), ("/tool/sessions", "session")])
        {
            await page.GotoAsync(address);
            await page.Locator("td a[href^='" + address + "/']").First.ClickAsync();
            await visitor.LookAsync($"{name}-{picture}");
        }
    }
}
