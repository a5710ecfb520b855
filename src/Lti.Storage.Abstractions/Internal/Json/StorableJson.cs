using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lti.Storage.Internal.Json;

/// <summary>Reads and writes JSON in its stored form.</summary>
/// <remarks>The stored form is compact UTF-8. It has each member name once and keeps the spelling of numbers.</remarks>
internal static class StorableJson
{
    private static readonly JsonWriterOptions _writerOptions = new()
    {
        // A document is never put into HTML unescaped. Escaping < or é only makes it longer.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Parses a stored document. It may break the input limits (rule E2) if another program wrote it.</summary>
    /// <exception cref="JsonException">The text is not JSON. The message has its place and none of its content (rule E8).</exception>
    public static JsonElement Read(ReadOnlySpan<byte> stored)
    {
        try
        {
            return JsonElement.Parse(stored, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        }
        catch (JsonException e)
        {
            throw NotJson(e.LineNumber, e.BytePositionInLine);
        }
    }

    /// <summary>Checks text against the input limits (rule E2) and parses it. The last of duplicate member names wins.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> json, int depthAbove, string parameter)
    {
        JsonRules.Require(json, depthAbove, parameter);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = LtiLimits.MaxDocumentDepth, AllowDuplicateProperties = false };
            return JsonElement.Parse(json, options);
        }
        catch (JsonException)
        {
            // The text is well-formed, so a failure here means duplicate names.
            return WithoutDuplicates(json);
        }
    }

    /// <summary>Parses well-formed text with duplicate member names. The last of them wins.</summary>
    public static JsonElement WithoutDuplicates(ReadOnlySpan<byte> json)
    {
        var element = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = LtiLimits.MaxDocumentDepth });
        return Read(Write(writer => WriteWithoutDuplicates(writer, element)));
    }

    /// <summary>Compares two documents by their bytes and then as JSON.</summary>
    /// <remarks>A document with half a surrogate pair can be compared by its bytes only.</remarks>
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
        using var buffer = new PooledBuffer(4096);
        using (var writer = new Utf8JsonWriter(buffer, _writerOptions))
        {
            write(writer);
        }

        return buffer.Written.ToArray();
    }

    // The parser's own message quotes the text, which may be personal data or a secret.
    private static JsonException NotJson(long? line, long? position)
        => new($"A stored document is not JSON from byte {position} of line {line} on, counted from 0.", path: null, line, position);

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
