using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Questions;

namespace Lti.Storage.Cli;

/// <summary>One run of a command: its arguments, its output and its questions.</summary>
internal sealed class CommandRun
{
    public CommandRun(ParseResult arguments)
    {
        Arguments = arguments;
        Host = (ToolHost)arguments.InvocationConfiguration;
        Output = new Results(Host.Output, Host.Terminal, arguments.GetValue(GlobalOptions.Json));
        Screen = new Screen(Host.Error, Host.Terminal);
    }

    public ParseResult Arguments { get; }

    public ToolHost Host { get; }

    /// <summary>Standard output, for results only.</summary>
    public Results Output { get; }

    /// <summary>Standard error, for questions, progress and warnings.</summary>
    public Screen Screen { get; }

    public Question Question => new(Screen, Arguments.GetValue(Question.Yes));

    public string Schema => Arguments.GetRequiredValue(GlobalOptions.Schema);

    public bool IsVerbose => Arguments.GetValue(GlobalOptions.Verbose);

    public T Value<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);

    /// <summary>Returns the value of an argument that may be left out; null if it was.</summary>
    public T? Optional<T>(Argument<T?> argument)
        where T : struct
        => Arguments.GetValue(argument);

    /// <summary>Returns the value of an option, or its default.</summary>
    public T? Value<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>Returns the value of an option that the parser requires.</summary>
    public T Required<T>(Option<T> option) => Arguments.GetRequiredValue(option);
}
