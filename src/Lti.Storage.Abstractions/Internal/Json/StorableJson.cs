using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lti.Storage.Internal.Json;

/// <summary>JSON as it is stored: compact UTF-8, each member name once, numbers as they were spelled.</summary>
internal static class StorableJson
{
    private static readonly JsonWriterOptions _writerOptions = new()
    {
        // What is stored is never put into HTML unescaped, and escaping < or é only makes it longer.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Parses text that is stored already. It may break rule E2, if another program wrote it.</summary>
    public static JsonElement Read(ReadOnlySpan<byte> stored) => JsonElement.Parse(stored, new JsonDocumentOptions { MaxDepth = int.MaxValue });

    /// <summary>Checks text by rule E2 and parses it; of duplicate member names the last counts.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> json, int depthAbove, string parameter)
    {
        JsonRules.Require(json, depthAbove, parameter);
        try
        {
            return JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = LtiLimits.MaxDocumentDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            // It was well-formed above, so it has duplicates.
            var element = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = LtiLimits.MaxDocumentDepth });
            return Read(Write(writer => WriteWithoutDuplicates(writer, element)));
        }
    }

    /// <summary>
    /// Whether two documents are equal by their bytes or else as JSON. What is no text, such as half a surrogate pair, can be compared by its bytes only.
    /// </summary>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Func<bool> asJson)
    {
        try
        {
            return left.SequenceEqual(right) || asJson();
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, _writerOptions))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteWithoutDuplicates(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    members[property.Name] = property.Value;
                }

                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    WriteWithoutDuplicates(writer, value);
                }

                writer.WriteEndObject();
                break;

            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteWithoutDuplicates(writer, item);
                }

                writer.WriteEndArray();
                break;

            default:
                element.WriteTo(writer);
                break;
        }
    }
}
