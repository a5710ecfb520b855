using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lti.Storage.Cli.Copying;

/// <summary>Writes JSON so that documents with the same values have the same text.</summary>
/// <remarks>PostgreSQL changes the order of members, white space and the spelling of numbers. SQLite keeps the bytes.</remarks>
internal static class CanonicalJson
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 1000 };

    public static string Write(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, _options);
        var text = new StringBuilder();
        Write(document.RootElement, text);
        return text.ToString();
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(value, text);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(value.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetRawText()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    /// <summary>Writes the members in the order of their names. Of duplicate names the last one counts.</summary>
    private static void WriteMembers(JsonElement value, StringBuilder text)
    {
        SortedDictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        text.Append('{');
        foreach (var (name, member) in members)
        {
            WriteText(name, text);
            Write(member, text);
        }

        text.Append('}');
    }

    // The length keeps texts apart that hold the other signs of the format.
    private static void WriteText(string value, StringBuilder text)
        => text.Append(CultureInfo.InvariantCulture, $"{value.Length}\"{value}");

    /// <summary>Returns the digits without zeros at either end and the power of ten, so that 1.50 and 15e-1 are the same.</summary>
    private static string Number(string raw)
    {
        var exponentAt = raw.IndexOfAny(['e', 'E']);
        var exponent = exponentAt < 0
            ? 0
            : long.Parse(raw.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? raw : raw[..exponentAt];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0
            ? "0"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{(raw[0] == '-' ? "-" : "")}{significant}e{exponent + digits.Length - significant.Length}");
    }
}
