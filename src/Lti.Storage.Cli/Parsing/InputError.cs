using System.Text.RegularExpressions;

namespace Lti.Storage.Cli.Parsing;

/// <summary>What the library says of bad input, in the words of the command line: its parameters have the names of options.</summary>
internal static partial class InputError
{
    public static string Describe(ArgumentException e)
    {
        var parameter = e.ParamName!;
        var option = $"--{KebabCase(parameter[(parameter.LastIndexOf('.') + 1)..])}";
        var message = OwnSuffix().Replace(e.Message, "");
        return message.StartsWith(parameter, StringComparison.Ordinal) ? $"{option}{message[parameter.Length..]}" : $"{option}: {message}";
    }

    private static string KebabCase(string name) => WordStart().Replace(name, "-$0").ToLowerInvariant();

    /// <summary>What .NET adds to a message of its own.</summary>
    [GeneratedRegex(@" \(Parameter '[^']*'\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnSuffix();

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
