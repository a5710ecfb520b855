using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Parsing;

/// <summary>Warns of a value with characters that the operator can't see.</summary>
internal static class SpaceWarning
{
    /// <summary>Returns one warning, or none.</summary>
    /// <param name="option">The name of the option.</param>
    /// <param name="value">Its value; null if it was not given.</param>
    /// <param name="consequence">The clause that says who has to know the value as it is.</param>
    public static IEnumerable<string> Of(string option, string? value, string consequence = "a launch has to send it too")
    {
        if (value is null)
        {
            yield break;
        }

        if (value.Trim().Length < value.Length)
        {
            yield return $"warning: {option} begins or ends with space. The value is stored as given, and {consequence}.";
        }
        else if (Printable.Line(value) != value)
        {
            yield return $"warning: {option} holds an invisible character. The value is stored as given, and {consequence}.";
        }
    }
}
