using System.Diagnostics;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>The tool as a process, as an operator starts it: with no variable that names a database but those given, in a folder without settings.</summary>
internal static class Tool
{
    private static readonly Lazy<string> _emptyFolder = new(() => Directory.CreateTempSubdirectory("lti-cli").FullName);

    public static string Library { get; } = Path.Combine(AppContext.BaseDirectory, "lti-storage.dll");

    public static Task<ToolRun> RunAsync(IEnumerable<string> arguments, params (string Name, string? Value)[] variables)
        => RunAsync(arguments, folder: null, variables);

    public static async Task<ToolRun> RunAsync(IEnumerable<string> arguments, string? folder, params (string Name, string? Value)[] variables)
    {
        await using var tool = Start(arguments, folder, variables);
        var output = tool.Output.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = tool.Errors.ReadToEndAsync(TestContext.Current.CancellationToken);
        var exitCode = await tool.ExitAsync();
        return new(exitCode, await output, await errors);
    }

    public static RunningTool Start(IEnumerable<string> arguments, string? folder, params (string Name, string? Value)[] variables)
        => new(ProcessOf("dotnet", [Library, .. arguments], folder, variables));

    /// <summary>A program that starts the tool, such as a shell.</summary>
    public static RunningTool StartThrough(string program, IEnumerable<string> arguments, params (string Name, string? Value)[] variables)
        => new(ProcessOf(program, arguments, folder: null, variables));

    private static Process ProcessOf(string program, IEnumerable<string> arguments, string? folder, (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? _emptyFolder.Value,
        };
        string[] own = ["DATABASE_URL", "NO_COLOR", "DOTNET_ENVIRONMENT"];
        foreach (var name in start.Environment.Keys.Where(name => own.Contains(name) || name.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase) || name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
