using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Lti.Storage.Benchmarks;

/// <summary>Creates options that take numbers within bounds.</summary>
internal static class NumberOption
{
    public static Option<T> Create<T>(string name, string description, T byDefault, T least, T most)
        where T : struct, IParsable<T>, IComparable<T>, IFormattable => new(name)
        {
            Description = $"{description} From {Text(least)} to {Text(most)}.",
            DefaultValueFactory = _ => byDefault,
            CustomParser = result => Parse(result, result.Tokens[0].Value, name, least, most),
        };

    /// <summary>Creates an option that takes several numbers: <c>1,10</c> or <c>1 10</c>.</summary>
    public static Option<IReadOnlyList<int>> CreateList(string name, string description, IReadOnlyList<int> byDefault, int least, int most) => new(name)
    {
        Description = $"{description} From {Text(least)} to {Text(most)}. Several: 1,10.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(word => Parse(result, word, name, least, most)).Distinct()],
    };

    private static T Parse<T>(ArgumentResult result, string word, string name, T least, T most)
        where T : struct, IParsable<T>, IComparable<T>, IFormattable
    {
        if (T.TryParse(word, CultureInfo.InvariantCulture, out var number) && number.CompareTo(least) >= 0 && number.CompareTo(most) <= 0)
        {
            return number;
        }

        result.AddError($"{name} must be a number from {Text(least)} to {Text(most)} but is '{word}'.");
        return least;
    }

    private static string Text<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
