using System.Globalization;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Terminals;

/// <summary>The tool on a terminal of its own, which <c>script</c> makes: what is written to it is typed there, Ctrl-C included.</summary>
internal static class TerminalProcess
{
    public const char CtrlC = '\u0003';

    /// <param name="arguments">The tool's; none needs quotes.</param>
    /// <param name="columns">The terminal's width.</param>
    /// <param name="variables">Of the environment.</param>
    public static RunningTool Start(string arguments, int columns, params (string Name, string? Value)[] variables)
    {
        var command = string.Create(CultureInfo.InvariantCulture, $"stty cols {columns} rows 24; exec dotnet '{Tool.Library}' {arguments}");
        string[] script = OperatingSystem.IsMacOS() ? ["-q", "/dev/null", "sh", "-c", command] : ["-qec", command, "/dev/null"];
        return Tool.StartThrough("script", script, [("TERM", "xterm"), .. variables]);
    }

    /// <summary>Runs to the end without a key being pressed.</summary>
    public static async Task<(int ExitCode, string Shown)> RunAsync(string arguments, int columns, params (string Name, string? Value)[] variables)
    {
        await using var tool = Start(arguments, columns, variables);
        var shown = await tool.Output.ReadToEndAsync(TestContext.Current.CancellationToken);
        return (await tool.ExitAsync(), shown);
    }
}
