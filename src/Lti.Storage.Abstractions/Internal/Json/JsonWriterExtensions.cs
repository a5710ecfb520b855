using System.Text.Json;

namespace Lti.Storage.Internal.Json;

/// <summary>Writes members whose value may be absent.</summary>
internal static class JsonWriterExtensions
{
    /// <summary>Writes a member, or nothing if its value is absent.</summary>
    public static void WriteElement(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is { } element)
        {
            writer.WritePropertyName(name);
            element.WriteTo(writer);
        }
    }

    /// <summary>Writes a member. An absent value is written as the text.</summary>
    public static void WriteElementOrText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? value, string text)
    {
        if (value is null)
        {
            writer.WriteString(name, text);
        }
        else
        {
            writer.WriteElement(name, value);
        }
    }

    /// <summary>Writes a member. An absent value is written as an empty list.</summary>
    public static void WriteElementOrList(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is null)
        {
            writer.WriteStartArray(name);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteElement(name, value);
        }
    }
}
