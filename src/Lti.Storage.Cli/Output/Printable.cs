using System.Globalization;
using System.Text;

namespace Lti.Storage.Cli.Output;

/// <summary>Makes stored text safe for a terminal.</summary>
/// <remarks>A platform may have sent escape sequences, line breaks, marks that reverse the line and characters without width.</remarks>
internal static class Printable
{
    // Invisible characters that Unicode counts among letters, marks or unassigned code points.
    // Variation selectors are not among them because they choose the form of a visible character.
    private static readonly (int First, int Last)[] _invisible =
    [
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2065, 0x2065),
        (0x3164, 0x3164),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFF8),
        (0xE0000, 0xE00FF),
        (0xE01F0, 0xE0FFF),
    ];

    /// <summary>Replaces each unsafe character by U+FFFD.</summary>
    public static string Line(string? text) => Replace(text ?? "", IsUnsafe, _ => Rune.ReplacementChar.ToString());

    /// <summary>Cuts a text to a length and ends it with an ellipsis if it was longer.</summary>
    /// <param name="text">The text; null is the empty text.</param>
    /// <param name="length">The greatest length in UTF-16 units, the ellipsis included.</param>
    public static string Cut(string? text, int length)
    {
        if (text is null || text.Length <= length)
        {
            return text ?? "";
        }

        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return $"{text.AsSpan(0, end)}…";
    }

    /// <summary>Escapes each unsafe character of JSON text. Such characters stand within its strings only.</summary>
    public static string Json(string json) => Replace(json, rune => rune.Value != '\n' && IsUnsafe(rune), Escaped);

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

    private static string Escaped(Rune rune)
        => string.Concat(rune.ToString().Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}")));

    private static bool IsUnsafe(Rune rune)
        => rune.IsAscii ? Rune.IsControl(rune) : IsUnsafeCategory(rune) || IsInvisible(rune.Value);

    private static bool IsInvisible(int value) => Array.Exists(_invisible, range => value >= range.First && value <= range.Last);

    private static bool IsUnsafeCategory(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
