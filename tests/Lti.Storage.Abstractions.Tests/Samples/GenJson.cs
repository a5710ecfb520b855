using System.Globalization;
using System.Text;
using CsCheck;

namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Generates storable JSON as a hostile platform could send it.</summary>
internal static class GenJson
{
    private static readonly Gen<string> _fragment = Gen.OneOf<string>(
        Gen.OneOf(
            "", "a", "A", " ", "id", "é", "e\u0301", "ı", "ß", "😀", "👩🏽‍🚀", "\u202e",
            "\ufeff", "\uffff", "\u2028", "<&'>", "%s", "__proto__"),
        Gen.Char['\u0020', '\ud7ff'].Select(c => c.ToString()),
        Gen.Int[0x10000, 0x10ffff].Select(char.ConvertFromUtf32),
        Gen.Char['\u0001', '\u001f'].Select(c => c.ToString()));

    /// <summary>Text without U+0000 and lone surrogates.</summary>
    public static readonly Gen<string> Text = _fragment.Array[0, 4].Select(string.Concat);

    /// <summary>Numbers far beyond double with at most 1,000 digits in plain form.</summary>
    public static readonly Gen<string> Number = Gen.OneOf<string>(
        Gen.OneOf("0", "-0", "0.0", "1.00", "-1e-400", "1E400", "1e+999", "1e-999", "9007199254740993", "0e999999", new string('9', 120)),
        Gen.Int.Select(Invariant),
        Gen.Select(
            Gen.Long, Gen.UInt, Gen.Int[-300, 300],
            (whole, fraction, exponent) => $"{Invariant(whole)}.{Invariant(fraction)}e{Invariant(exponent)}"));

    /// <summary>Any value up to four levels deep.</summary>
    /// <remarks>
    /// <see cref="JsonPair.Written"/> may have duplicate members. <see cref="JsonPair.Meant"/> has the last of them.
    /// </remarks>
    public static readonly Gen<JsonPair> Value = ValueOf(3);

    /// <summary>The members of an object with duplicates among them.</summary>
    public static readonly Gen<JsonMember[]> Members = MembersOf(ValueOf(3));

    public static JsonPair Object(params IEnumerable<JsonMember> members)
    {
        var meant = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            meant[member.Name] = member.Value.Meant;
        }

        return new(
            $"{{{string.Join(',', members.Select(member => $"{Quote(member.Name, member.Escaped)}:{member.Value.Written}"))}}}",
            $"{{{string.Join(',', meant.Select(member => $"{Quote(member.Key, escaped: true)}:{member.Value}"))}}}");
    }

    private static Gen<JsonPair> ValueOf(int depth)
    {
        var scalar = Gen.OneOf<JsonPair>(
            Gen.OneOf("null", "true", "false", "[]", "{}", "\"\"").Select(json => new JsonPair(json, json)),
            Number.Select(number => new JsonPair(number, number)),
            Gen.Select(Text, Gen.Bool, (text, escaped) => new JsonPair(Quote(text, escaped), Quote(text, !escaped))));
        if (depth == 0)
        {
            return scalar;
        }

        var inner = ValueOf(depth - 1);
        var list = inner.Array[0, 4].Select(items => new JsonPair(
            $"[{string.Join(" , ", items.Select(item => item.Written))}]", $"[{string.Join(',', items.Select(item => item.Meant))}]"));
        return Gen.Frequency<JsonPair>((2, scalar), (1, list), (1, MembersOf(inner).Select(members => Object(members))));
    }

    private static Gen<JsonMember[]> MembersOf(Gen<JsonPair> value)
        => Gen.Select(Text, Gen.Bool, value, (name, escaped, json) => new JsonMember(name, escaped, json)).Array[0, 5];

    /// <summary>Quotes a JSON string with all UTF-16 units escaped or only where needed.</summary>
    private static string Quote(string text, bool escaped)
    {
        var json = new StringBuilder("\"");
        foreach (var unit in text)
        {
            _ = escaped || unit is < ' ' or '"' or '\\'
                ? json.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture))
                : json.Append(unit);
        }

        return json.Append('"').ToString();
    }

    private static string Invariant<T>(T number)
        where T : IFormattable
        => number.ToString(null, CultureInfo.InvariantCulture);
}
