using System.Text.RegularExpressions;

namespace Lti.Storage.Cli.Parsing;

/// <summary>Translates the library's errors about input: an option's name replaces the parameter's name.</summary>
internal static partial class InputError
{
    public static string Describe(ArgumentException e)
    {
        var parameter = e.ParamName!;
        var option = $"--{KebabCase(parameter[(parameter.LastIndexOf('.') + 1)..])}";
        var message = WithoutSuffix(e);
        return message.StartsWith(parameter, StringComparison.Ordinal) ? $"{option}{message[parameter.Length..]}" : $"{option}: {message}";
    }

    /// <summary>Returns the message without the parameter's name, which .NET adds.</summary>
    public static string WithoutSuffix(ArgumentException e) => OwnSuffix().Replace(e.Message, "");

    private static string KebabCase(string name) => WordStart().Replace(name, "-$0").ToLowerInvariant();

    /// <summary>The suffix that .NET adds to its messages.</summary>
    [GeneratedRegex(@" \(Parameter '[^']*'\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnSuffix();

    [GeneratedRegex("(?<=[a-z])[A-Z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordStart();
}
