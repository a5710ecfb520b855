using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lti.Storage.Cli.Output;

/// <summary>Writes JSON for a terminal: letters stay readable and control characters are escaped.</summary>
internal static class JsonText
{
    // This encoder escapes control characters, but not the characters that only HTML escapes.
    private static readonly JsonWriterOptions _line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions _indented = _line with { Indented = true, NewLine = "\n" };

    public static string Of(Action<Utf8JsonWriter> write, bool isIndented)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, isIndented ? _indented : _line))
        {
            write(writer);
        }

        return Printable.Json(Encoding.UTF8.GetString(text.WrittenSpan));
    }
}
