namespace Lti.Storage.Cli.Output;

/// <summary>Tells which standard streams are terminals.</summary>
internal static class Terminal
{
    public static bool IsOutput => !Console.IsOutputRedirected;

    public static bool IsErrors => !Console.IsErrorRedirected;

    /// <summary>Whether the tool can ask a question.</summary>
    public static bool CanAsk => IsErrors && !Console.IsInputRedirected;

    /// <summary>Whether the terminal can show colours, and the user wants them (https://no-color.org).</summary>
    public static bool WantsColours => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && !IsDumb;

    public static bool IsDumb => Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" && !OperatingSystem.IsWindows();
}
