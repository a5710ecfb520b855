using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Questions;

namespace Lti.Storage.Cli;

/// <summary>What a command works with: its arguments, where its results go, and whom to ask.</summary>
internal sealed class CommandRun
{
    public CommandRun(ParseResult arguments)
    {
        Arguments = arguments;
        Output = new Results(arguments.InvocationConfiguration.Output, arguments.GetValue(GlobalOptions.Json));
        Screen = new Screen(arguments.InvocationConfiguration.Error);
    }

    public ParseResult Arguments { get; }

    /// <summary>Standard output.</summary>
    public Results Output { get; }

    /// <summary>Standard error: for questions, progress and remarks, so that a result is all that there is on standard output.</summary>
    public Screen Screen { get; }

    public Question Question => new(Screen, Arguments.GetValue(Question.Yes));

    public string Schema => Arguments.GetRequiredValue(GlobalOptions.Schema);

    public T Value<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);

    /// <summary>What was given for an option, or its default.</summary>
    public T? Value<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>The same where the parser has made sure that there is a value.</summary>
    public T Required<T>(Option<T> option) => Arguments.GetRequiredValue(option);
}
