using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Lti.Storage.Cli.Parsing;

/// <summary>Makes arguments and options. Their errors never repeat the given value.</summary>
internal static class Inputs
{
    /// <summary>Makes an argument for an internal id.</summary>
    public static Argument<T> Key<T>(string name, string description)
        where T : struct, IParsable<T>
        => new(name)
        {
            Description = description,
            CustomParser = result => Parse<T>(result, $"<{name}>"),
        };

    /// <summary>Makes an argument for an internal id that may be left out.</summary>
    public static Argument<T?> OptionalKey<T>(string name, string description)
        where T : struct, IParsable<T>
        => new(name)
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => result.Tokens.Count == 0 ? null : Parse<T>(result, $"<{name}>"),
        };

    /// <summary>Makes an argument for a session's id that may be left out.</summary>
    public static Argument<Guid?> OptionalId(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? null : Parse<Guid>(result, $"<{name}>"),
    };

    public static Option<string> Required(string name, string description, string helpName = "text") => new(name)
    {
        Description = description,
        HelpName = helpName,
        Required = true,
    };

    public static Option<string?> Optional(string name, string description, string helpName = "text") => new(name)
    {
        Description = description,
        HelpName = helpName,
    };

    public static Option<int?> Number(string name, string description, int from, int to) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result =>
        {
            var isNumber = int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (isNumber && number >= from && number <= to)
            {
                return number;
            }

            result.AddError($"{name} must be a whole number from {from} to {to}.");
            return null;
        },
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private static T Parse<T>(ArgumentResult result, string name)
        where T : struct, IParsable<T>
    {
        if (T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        result.AddError($"{name} must be an internal id, which is a UUID such as 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12.");
        return default;
    }
}
