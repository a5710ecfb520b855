using System.Globalization;
using System.Reflection;
using System.Text;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Golden;

/// <summary>Compares commands and their output with a file of this folder.</summary>
/// <remarks>
/// Placeholders replace the parts that differ from run to run.
/// The variable <c>LTI_GOLDEN=rewrite</c> writes the files again. Read the difference before you commit it.
/// </remarks>
internal sealed class Transcript(params (string Name, string? Value)[] variables)
{
    /// <summary>Whether the commands run as processes of their own.</summary>
    public bool UsesProcesses { get; init; }

    /// <summary>The working directory of the commands that run in this process.</summary>
    public string WorkingFolder { get; init; } = Tool.EmptyFolder;

    private readonly StringBuilder _text = new();

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = typeof(Transcript).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Root")
        .Value!;

    private static string Folder { get; } = Path.Combine(Root, "tests", "Lti.Storage.Cli.Tests", "Golden");

    public async Task<ToolRun> RunAsync(params string[] arguments)
    {
        var run = UsesProcesses
            ? await ToolProcess.RunAsync(arguments, variables)
            : await Tool.RunAsync(arguments, WorkingFolder, variables);

        // A busy machine may make a statement time out. A golden file must not record that.
        Assert.DoesNotContain("did not answer within the command", run.Errors, StringComparison.Ordinal);
        _text.Append("$ lti-storage ").AppendJoin(' ', arguments.Select(Quoted)).Append('\n').Append(run.Output);
        foreach (var line in run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _text.Append("stderr: ").Append(line).Append('\n');
        }

        _text.Append(CultureInfo.InvariantCulture, $"exit {run.ExitCode}\n\n");
        return run;
    }

    public void ShouldMatch(string file)
    {
        var text = Placeholders.Replace(_text.ToString()).TrimEnd('\n') + '\n';
        var path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("LTI_GOLDEN") == "rewrite")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text, ignoreLineEndingDifferences: true);
    }

    private static string Quoted(string argument)
        => argument.Length > 0 && argument.All(IsPlain) ? argument : $"'{argument}'";

    private static bool IsPlain(char character)
        => char.IsAsciiLetterOrDigit(character) || "-_./:=".Contains(character, StringComparison.Ordinal);
}
