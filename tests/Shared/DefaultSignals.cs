namespace Lti.Storage.TestRuns;

/// <summary>Prepares child processes that end on a signal even when this process ignores it.</summary>
/// <remarks>A shell ignores SIGINT for the processes that it starts in the background, and their children inherit that.</remarks>
internal static class DefaultSignals
{
    /// <summary>Returns the command that runs a program with the default dispositions of the signals that end it.</summary>
    public static string[] Command(string program, IEnumerable<string> arguments) => OperatingSystem.IsLinux()
        ? ["env", "--default-signal=INT,TERM,HUP", program, .. arguments]
        : [program, .. arguments];
}
