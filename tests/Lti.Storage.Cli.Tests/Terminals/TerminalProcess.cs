using System.Globalization;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Terminals;

/// <summary>Runs the tool on a terminal that <c>script</c> makes. A test types on it.</summary>
internal static class TerminalProcess
{
    public const char CtrlC = '\u0003';

    /// <param name="arguments">The tool's arguments. None of them needs quotes.</param>
    /// <param name="columns">The terminal's width.</param>
    /// <param name="variables">Variables of the environment.</param>
    public static RunningTool Start(string arguments, int columns, params (string Name, string? Value)[] variables)
    {
        var command = string.Create(CultureInfo.InvariantCulture, $"stty cols {columns} rows 24; exec dotnet '{ToolProcess.Library}' {arguments}");
        string[] script = OperatingSystem.IsMacOS() ? ["-q", "/dev/null", "sh", "-c", command] : ["-qec", command, "/dev/null"];
        return ToolProcess.StartThrough("script", script, [("TERM", "xterm"), .. variables]);
    }

    /// <summary>Runs the tool to its end without a key press.</summary>
    public static async Task<(int ExitCode, string Shown)> RunAsync(
        string arguments, int columns, params (string Name, string? Value)[] variables)
    {
        await using var tool = Start(arguments, columns, variables);
        var shown = await tool.Output.ReadToEndAsync(TestContext.Current.CancellationToken);
        return (await tool.ExitAsync(), shown);
    }
}
