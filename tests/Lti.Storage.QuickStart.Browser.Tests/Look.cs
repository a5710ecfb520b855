using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>The screen width and color scheme of a visit.</summary>
internal sealed record Look(string Name, ColorScheme Scheme, int Width)
{
    public static Look Get(string name) => name switch
    {
        "dark" => new Look(name, ColorScheme.Dark, 1100),
        "narrow" => new Look(name, ColorScheme.Light, 340),
        _ => new Look(name, ColorScheme.Light, 1100),
    };
}
