using Microsoft.Playwright;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>The screen width and color scheme of a visit.</summary>
internal sealed record Look(string Name, ColorScheme Scheme, int Width)
{
    public static Look Get(string name) => name switch
    {
        "desktop-light" => new Look(name, ColorScheme.Light, 1280),
        "desktop-dark" => new Look(name, ColorScheme.Dark, 1280),
        "phone-light" => new Look(name, ColorScheme.Light, 390),
        "phone-dark" => new Look(name, ColorScheme.Dark, 390),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
