using Lti.Storage.PostgreSqlServer;
using Lti.Storage.QuickStart.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Stage))]

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>A browser and a running sample that the tests share, started when the first one asks. Without a browser a test is skipped, or fails in CI.</summary>
public sealed class Stage : IAsyncDisposable
{
    /// <summary>Only for what never comes: a busy machine is no failure.</summary>
    private const float PatienceInMilliseconds = 120_000;

    private static readonly Lazy<Task<StartResult<Stage>>> _stage = new(StartAsync);

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly RunningQuickStart _sample;

    /// <summary>The fixture that ends what was started.</summary>
    public Stage()
        : this(null!, null!, null!)
    {
    }

    private Stage(IPlaywright playwright, IBrowser browser, RunningQuickStart sample) => (_playwright, _browser, _sample) = (playwright, browser, sample);

    /// <summary>A visitor with cookies of its own.</summary>
    internal static async Task<Visitor> OpenAsync(Look? look = null, bool runsScripts = true)
    {
        var stage = (await _stage.Value).OrSkip(Assert.Skip);
        var context = await stage._browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = stage._sample.Address,
            JavaScriptEnabled = runsScripts,
            ColorScheme = look?.Scheme ?? ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = look?.Width ?? 1100, Height = 800 },
        });
        context.SetDefaultTimeout(PatienceInMilliseconds);
        return new Visitor(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_stage.IsValueCreated && (await _stage.Value).Value is { } stage)
        {
            await stage._browser.DisposeAsync();
            stage._playwright.Dispose();
            await stage._sample.DisposeAsync();
        }
    }

    private static async Task<StartResult<Stage>> StartAsync()
    {
        if (ChromiumProgram.Find() is not { } program)
        {
            return new StartResult<Stage>(Value: null, "There is no Chromium: install it (apt-get install chromium) or set CHROME_PATH.");
        }

        Assertions.SetDefaultExpectTimeout(PatienceInMilliseconds);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new StartResult<Stage>(new Stage(playwright, browser, await RunningQuickStart.StartAsync()), Reason: null);
    }
}
