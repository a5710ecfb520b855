using System.Diagnostics;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>Runs the tool as a process, for tests of streams, signals and terminals.</summary>
/// <remarks>The process sees only the given variables that name a database, and its working directory has no settings file.</remarks>
internal static class ToolProcess
{
    public static string Library { get; } = Path.Combine(AppContext.BaseDirectory, "lti-storage.dll");

    public static Task<ToolRun> RunAsync(IEnumerable<string> arguments, params (string Name, string? Value)[] variables)
        => RunAsync(arguments, Tool.EmptyFolder, variables);

    public static async Task<ToolRun> RunAsync(
        IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] variables)
    {
        await using var tool = StartThrough("dotnet", [Library, .. arguments], folder, variables);
        return await tool.EndAsync();
    }

    public static RunningTool Start(IEnumerable<string> arguments, params (string Name, string? Value)[] variables)
        => StartThrough("dotnet", [Library, .. arguments], variables);

    /// <summary>Starts a program that starts the tool.</summary>
    public static RunningTool StartThrough(string program, IEnumerable<string> arguments, params (string Name, string? Value)[] variables)
        => StartThrough(program, arguments, Tool.EmptyFolder, variables);

    /// <summary>Runs the tool with redirections that only a shell can make.</summary>
    public static async Task<ToolRun> RunWithRedirectionsAsync(
        string arguments, string redirections, params (string Name, string? Value)[] variables)
    {
        await using var tool = StartThrough("sh", ["-c", $"exec dotnet '{Library}' {arguments} {redirections}"], variables);
        return await tool.EndAsync();
    }

    private static RunningTool StartThrough(
        string program, IEnumerable<string> arguments, string folder, (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };

        var command = DefaultSignals.Command(program, arguments);
        start.FileName = command[0];
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(NamesDatabaseOrStyle).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    private static bool NamesDatabaseOrStyle(string variable) => variable is "DATABASE_URL" or "NO_COLOR" or "DOTNET_ENVIRONMENT"
        || variable.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("PG", StringComparison.Ordinal);
}
