namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>The browser on this machine: none is downloaded.</summary>
internal static class ChromiumProgram
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"];

    /// <summary>The path in <c>CHROME_PATH</c>, else the first of its kind on the <c>PATH</c>, else null.</summary>
    public static string? Find()
        => Environment.GetEnvironmentVariable("CHROME_PATH") is { Length: > 0 } configured
            ? configured
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(folder => _names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);
}
