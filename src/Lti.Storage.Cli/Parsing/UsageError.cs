using System.CommandLine;
using System.Text.RegularExpressions;

namespace Lti.Storage.Cli.Parsing;

/// <summary>
/// Why a command line can't be followed, in one line. What was given is repeated only where it looks like the name of a command or an option: anything
/// else may be part of a connection string.
/// </summary>
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
            : !command.Subcommands.Any() ? "There is an argument too many."
            : name.Length > 0 ? $"There is no command '{name}' here."
            : "There is no such command here.";
    }

    private static string NameOf(ParseResult arguments)
    {
        var names = new List<string>();
        for (var result = arguments.CommandResult; result?.Parent is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, result.Command.Name);
        }

        return string.Join(' ', ["lti-storage", .. names]);
    }

    /// <summary>The name, up to the value that an option may bring along.</summary>
    [GeneratedRegex("^(--?)?[A-Za-z][A-Za-z-]{0,30}(?=$|[=:])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
