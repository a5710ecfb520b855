using Lti.Storage.PostgreSqlServer;
using Lti.Storage.QuickStart.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Stage))]
[assembly: FullRun("browser tests")]

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Shares a browser and a running sample among the tests. The first test starts them.</summary>
/// <remarks>Without a browser a test is skipped. In CI it fails.</remarks>
public sealed class Stage : IAsyncDisposable
{
    // A generous bound: a busy machine must not fail a test.
    private const float PatienceInMilliseconds = 120_000;

    // A page of a public host may show the tool of this machine. The browser would ask its user first (local network access).
    private static readonly string[] _arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-features=LocalNetworkAccessChecks",
    ];

    private static readonly Lazy<Task<StartResult<Stage>>> _stage = new(StartAsync);

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly RunningQuickStart _sample;

    /// <summary>Creates the fixture that stops the browser and the sample.</summary>
    public Stage()
        : this(null!, null!, null!)
    {
    }

    private Stage(IPlaywright playwright, IBrowser browser, RunningQuickStart sample) => (_playwright, _browser, _sample) = (playwright, browser, sample);

    /// <summary>Opens a visitor with its own cookies.</summary>
    internal static async Task<Visitor> OpenAsync(Look? look = null, bool runsScripts = true)
    {
        var stage = (await _stage.Value).OrSkip(Assert.Skip);
        var context = await stage._browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = stage._sample.Address,
            JavaScriptEnabled = runsScripts,
            ColorScheme = look?.Scheme ?? ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = look?.Width ?? 1280, Height = 800 },
        });
        context.SetDefaultTimeout(PatienceInMilliseconds);
        return new Visitor(context, await context.NewPageAsync(), stage._sample);
    }

    /// <summary>Opens a visitor whose browser blocks the cookies of other sites.</summary>
    /// <param name="blocksPartitioned">Whether it also blocks partitioned ones, as some browsers do.</param>
    internal static async Task<Visitor> OpenWithoutThirdPartyCookiesAsync(bool blocksPartitioned)
    {
        var stage = (await _stage.Value).OrSkip(Assert.Skip);
        var profile = Directory.CreateTempSubdirectory("chromium");
        var settings = Directory.CreateDirectory(Path.Combine(profile.FullName, "Default"));

        // 1 blocks third-party cookies. An exception of 2 blocks all cookies of a site, and so in every frame.
        var exceptions = blocksPartitioned ? """, "content_settings": { "exceptions": { "cookies": { "127.0.0.1,*": { "setting": 2 } } } }""" : "";
        await File.WriteAllTextAsync(
            Path.Combine(settings.FullName, "Preferences"), $$"""{ "profile": { "cookie_controls_mode": 1, "block_third_party_cookies": true{{exceptions}} } }""");
        var context = await stage._playwright.Chromium.LaunchPersistentContextAsync(profile.FullName, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = ChromiumProgram.Find(),
            Timeout = PatienceInMilliseconds,
            Args = _arguments,
            BaseURL = stage._sample.Address,
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        });
        context.SetDefaultTimeout(PatienceInMilliseconds);
        return new Visitor(context, await context.NewPageAsync(), stage._sample, profile);
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
            Timeout = PatienceInMilliseconds,
            Args = _arguments,
        });
        return new StartResult<Stage>(new Stage(playwright, browser, await RunningQuickStart.StartAsync()), Reason: null);
    }
}
