using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Lti.Storage.Cli.Parsing;

/// <summary>Describes in one line what is wrong with a command line.</summary>
/// <remarks>It repeats only names that look like a command or an option. Other words may be part of a connection string.</remarks>
internal static partial class UsageError
{
    public static string Describe(ParseResult arguments) => $"{Problem(arguments)} See {NameOf(arguments)} --help.";

    private static string Problem(ParseResult arguments) => arguments switch
    {
        { UnmatchedTokens: [var unknown, ..] } => Unknown(unknown, arguments.CommandResult.Command),
        { CommandResult.Command.Subcommands: [_, ..] } => "No command is given.",
        _ => arguments.Errors[0].Message,
    };

    private static string Unknown(string token, Command command)
    {
        var name = Name().Match(token).Value;
        return name.StartsWith('-') ? $"There is no option '{name}' here."
            : !command.Subcommands.Any() ? "There is one argument too many."
            : name.Length > 0 ? $"There is no command '{name}' here."
            : "There is no such command here.";
    }

    private static string NameOf(ParseResult arguments)
    {
        var names = new List<string>();
        for (var result = arguments.CommandResult; result?.Parent is not null; result = result.Parent as CommandResult)
        {
            names.Insert(0, result.Command.Name);
        }

        return string.Join(' ', ["lti-storage", .. names]);
    }

    /// <summary>A name, without the value that may follow it.</summary>
    [GeneratedRegex("^(--?)?[A-Za-z][A-Za-z-]{0,30}(?=$|[=:])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
