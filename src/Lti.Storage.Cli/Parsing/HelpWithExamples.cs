using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Lti.Storage.Cli.Parsing;

/// <summary>Prints the help of System.CommandLine, and then examples of the command or its subcommands.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    // Wider lines are hard to read, and some terminals report no width.
    private const int MaxWidth = 100;

    private readonly HelpAction _help;

    public HelpWithExamples(HelpAction help)
    {
        _help = help;
        _help.MaxWidth = MaxWidth;
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in Examples(parseResult.CommandResult.Command))
        {
            output.WriteLine($"  lti-storage {example}");
        }

        output.WriteLine();
        return ExitCode.Done;
    }

    /// <summary>Returns the examples of a command. A group has the first example of each command in it.</summary>
    private static IEnumerable<string> Examples(Command command)
        => command is ToolCommand { Examples: [_, ..] examples }
        ? examples
        : command.Subcommands.SelectMany(inner => Examples(inner).Take(1));
}
