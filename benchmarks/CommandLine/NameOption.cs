using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>Creates options that take names from a fixed set.</summary>
internal static class NameOption
{
    /// <summary>Creates an option that takes several names: <c>a,b</c> or <c>a b</c>.</summary>
    public static Option<IReadOnlyList<string>> Create(string name, string description, IReadOnlyList<string> byDefault, IReadOnlyList<string> known) => new(name)
    {
        Description = $"{description} Names: {string.Join(", ", known)}. Several: {known[0]},{known[1]}.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            string[] chosen = [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Distinct(StringComparer.Ordinal)];
            foreach (var unknown in chosen.Except(known, StringComparer.Ordinal))
            {
                result.AddError($"{name} does not accept '{unknown}'. Names: {string.Join(", ", known)}.");
            }

            return chosen;
        },
    };
}
