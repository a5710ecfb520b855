namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Finds the browser on this machine. None is downloaded.</summary>
internal static class ChromiumProgram
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"];

    /// <summary>Returns <c>CHROME_PATH</c> or the first browser on the <c>PATH</c>. Returns null when there is none.</summary>
    public static string? Find()
        => Environment.GetEnvironmentVariable("CHROME_PATH") is { Length: > 0 } configured
            ? configured
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(folder => _names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);
}
