using System.Globalization;
using System.Text;

namespace Lti.Storage.Cli.Output;

/// <summary>Text that was stored by others, made safe for a terminal: it could hold line breaks, escape sequences, and marks that turn the line around.</summary>
internal static class Printable
{
    /// <summary>What is unsafe is replaced.</summary>
    public static string Line(string? text) => Replace(text ?? "", IsUnsafe, _ => Rune.ReplacementChar.ToString());

    /// <summary>JSON that has no raw control characters. The marks stand within its strings, where they are escaped.</summary>
    public static string Json(string json) => Replace(json, TurnsTheLine, mark => string.Create(CultureInfo.InvariantCulture, $"\\u{mark.Value:x4}"));

    private static string Replace(string text, Func<Rune, bool> isMeant, Func<Rune, string> replacement)
    {
        if (!text.EnumerateRunes().Any(isMeant))
        {
            return text;
        }

        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            replaced.Append(isMeant(rune) ? replacement(rune) : rune.ToString());
        }

        return replaced.ToString();
    }

    private static bool IsUnsafe(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || TurnsTheLine(rune);

    private static bool TurnsTheLine(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
