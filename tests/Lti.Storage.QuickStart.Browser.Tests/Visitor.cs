using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>A user with a browser. It keeps the browser's errors such as a script that the page's policy forbids.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private static readonly string _pictures = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private readonly RunningQuickStart _sample;
    private readonly DirectoryInfo? _profile;

    /// <param name="context">The browser's context, with its own cookies.</param>
    /// <param name="page">The page.</param>
    /// <param name="sample">The running sample.</param>
    /// <param name="profile">The browser's folder that is deleted at the end, or null.</param>
    public Visitor(IBrowserContext context, IPage page, RunningQuickStart sample, DirectoryInfo? profile = null)
    {
        _context = context;
        _sample = sample;
        _profile = profile;
        Page = page;

        // The browser reports a 4xx as an error. A refusal is a 4xx by design.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public string ToolAddress => _sample.ToolAddress;

    public ILocator FrameHeading => Frame.GetByRole(AriaRole.Heading, new FrameLocatorGetByRoleOptions { Level = 1 });

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 });

    public ILocator Refusal => Page.Locator(".refused");

    public IFrameLocator Frame => Page.FrameLocator("iframe");

    public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    public Task PressInFrameAsync(string button) => Frame.GetByRole(AriaRole.Button, new FrameLocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();

    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = link, Exact = true }).ClickAsync();

    /// <summary>Picks a platform on the start page and presses a button.</summary>
    public async Task ChooseAsync(string platform, string button)
    {
        await Page.GotoAsync("/");
        await Page.GetByLabel(platform).CheckAsync();
        await PressAsync(button);
    }

    /// <summary>Picks a platform, a role and a deployment, and launches the tool.</summary>
    public async Task LaunchAsync(string platform, string role = "Instructor", string deployment = "Known to the tool", string method = "GET", string message = "Resource link")
    {
        await Page.GotoAsync("/");
        foreach (var label in (string[])[platform, role, deployment, method, message])
        {
            await Page.GetByLabel(label, new PageGetByLabelOptions { Exact = label is "GET" }).CheckAsync();
        }

        if (method.Contains("frame", StringComparison.Ordinal))
        {
            // The frame changes between two sites on its way. It is looked at when it has arrived.
            await Page.RunAndWaitForResponseAsync(() => PressAsync("Launch"), response => response.Url.Contains("/tool/launches/", StringComparison.Ordinal));
        }
        else
        {
            await PressAsync("Launch");
        }
    }

    /// <summary>Signs the administrator in and shows what waits.</summary>
    public async Task AdministerAsync()
    {
        await Page.GotoAsync("/admin");
        if (await Page.GetByLabel("Password").CountAsync() > 0)
        {
            await Page.GetByLabel("Password").FillAsync(_sample.Password);
            await PressAsync("Sign in");
        }

        await ShouldBeAtAsync("Waiting for approval");
    }

    /// <summary>Approves the waiting client of a platform as the administrator.</summary>
    public async Task ApproveClientAsync(string client)
    {
        await AdministerAsync();
        await FollowAsync(client);
        await PressAsync("Approve this client");
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Suspend this client" })).ToBeVisibleAsync();
    }

    public async Task ShouldBeAtAsync(string heading)
    {
        await Assertions.Expect(Heading).ToHaveTextAsync(heading);
        Assert.Empty(_complaints);
    }

    /// <summary>Takes a picture and checks that the page is accessible and fits the screen.</summary>
    public async Task LookAsync(string name)
    {
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_pictures, $"{name}.png"), FullPage = true });
        var found = await Page.RunAxe();
        Assert.Empty(found.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{name}: {violation.Help}: {node.Html}")));
        Assert.False(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{name} is wider than the screen.");
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _profile?.Delete(recursive: true);
    }
}
