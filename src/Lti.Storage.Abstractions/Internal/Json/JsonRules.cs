using System.Text.Json;
using System.Text.Unicode;

namespace Lti.Storage.Internal.Json;

/// <summary>Checks JSON against the input limits (rule E2) in one pass before anything is built from it.</summary>
/// <remarks>A message names the limit and the position of the error. It never repeats the text.</remarks>
internal static class JsonRules
{
    /// <summary>Rejects text that is not a JSON object or can't be stored.</summary>
    /// <param name="json">The text of one JSON document.</param>
    /// <param name="depthAbove">The number of levels that the stored document has above this one.</param>
    /// <param name="parameter">The caller's name for the text.</param>
    public static void Require(ReadOnlySpan<byte> json, int depthAbove, string parameter)
    {
        if (!Utf8.IsValid(json))
        {
            throw new ArgumentException($"{parameter} is not UTF-8 text.", parameter);
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ArgumentException($"{parameter} must be a JSON object.", parameter);
            }

            do
            {
                RequireToken(ref reader, depthAbove, parameter);
            }
            while (reader.Read());
        }
        catch (JsonException e)
        {
#pragma warning disable MA0054 // The reader's own message may quote the text, so it is no inner exception (rule E3).
            throw new ArgumentException(
                $"{parameter} is not JSON: malformed at line {e.LineNumber + 1}, byte {e.BytePositionInLine}.", parameter);
#pragma warning restore MA0054
        }
    }

    private static void RequireToken(ref Utf8JsonReader reader, int depthAbove, string parameter)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray
                when reader.CurrentDepth + 1 + depthAbove > LtiLimits.MaxDocumentDepth:
                throw new ArgumentException(
                    $"{parameter} is nested too deeply at byte {reader.TokenStartIndex}; "
                        + $"at most {LtiLimits.MaxDocumentDepth} levels are allowed, counted from the stored document's root.",
                    parameter);

            case JsonTokenType.Number when JsonNumber.PlainDigits(reader.ValueSpan) > LtiLimits.MaxNumberDigits:
                throw new ArgumentException(
                    $"{parameter} has a number at byte {reader.TokenStartIndex} "
                        + $"whose plain decimal form has more than {LtiLimits.MaxNumberDigits} digits.",
                    parameter);

            case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped:
                RequireStorableEscapes(reader.ValueSpan, reader.TokenStartIndex, parameter);
                break;
        }
    }

    /// <summary>Rejects escapes of U+0000 and lone surrogates. JSON in valid UTF-8 has no other form of them.</summary>
    private static void RequireStorableEscapes(ReadOnlySpan<byte> text, long position, string parameter)
    {
        var highSurrogate = false;
        while (!text.IsEmpty)
        {
            var unit = NextUnit(ref text);
            if (unit == 0)
            {
                throw new ArgumentException(
                    $"{parameter} contains U+0000 in the string at byte {position}, which cannot be stored. Remove it.", parameter);
            }

            var low = unit is >= 0xDC00 and <= 0xDFFF;
            if (low != highSurrogate)
            {
                throw LoneSurrogate(position, parameter);
            }

            highSurrogate = unit is >= 0xD800 and <= 0xDBFF;
        }

        if (highSurrogate)
        {
            throw LoneSurrogate(position, parameter);
        }
    }

    /// <summary>Reads the UTF-16 unit of a \u escape. Returns -1 for anything else.</summary>
    private static int NextUnit(ref ReadOnlySpan<byte> text)
    {
        var length = text[0] != '\\' ? 1 : text[1] == 'u' ? 6 : 2;
        var unit = length == 6 ? Convert.ToUInt16(System.Text.Encoding.ASCII.GetString(text[2..6]), 16) : -1;
        text = text[length..];
        return unit;
    }

    private static ArgumentException LoneSurrogate(long position, string parameter)
        => new($"{parameter} contains half of a surrogate pair in the string at byte {position}, which is not text. Remove it.", parameter);
}
