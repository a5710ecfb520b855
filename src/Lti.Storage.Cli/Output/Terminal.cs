namespace Lti.Storage.Cli.Output;

/// <summary>What this process is connected to.</summary>
internal static class Terminal
{
    public static bool IsOutput => !Console.IsOutputRedirected;

    public static bool IsErrors => !Console.IsErrorRedirected;

    /// <summary>Whether there is somebody to ask.</summary>
    public static bool CanAsk => IsErrors && !Console.IsInputRedirected;

    /// <summary>Whether a terminal is wanted in colours (https://no-color.org), and can show any.</summary>
    public static bool WantsColours => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && !IsDumb;

    public static bool IsDumb => Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" && !OperatingSystem.IsWindows();
}
