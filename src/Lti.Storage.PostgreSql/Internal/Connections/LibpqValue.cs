using System.Globalization;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Reads values of libpq's parameters. A message names the allowed values and not the given one.</summary>
internal static class LibpqValue
{
    public static int Integer(string name, string value)
        => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refused.Parameter(name, "must be a whole number.");

    /// <summary>Reads a value of a closed list. The comparison is case-sensitive as in libpq.</summary>
    public static T Choice<T>(string name, string value, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        foreach (var choice in choices)
        {
            if (choice.Name == value)
            {
                return choice.Value;
            }
        }

        var names = new List<string>();
        foreach (var choice in choices)
        {
            names.Add(choice.Name);
        }

        throw Refused.Parameter(name, $"must be one of: {string.Join(", ", names)}.");
    }
}
