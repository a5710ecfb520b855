using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lti.Storage.Cli.Output;

/// <summary>JSON as it is printed: letters stay letters, and what a terminal would obey is escaped.</summary>
internal static class JsonText
{
    // It escapes control characters, and nothing that is only special in HTML.
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
