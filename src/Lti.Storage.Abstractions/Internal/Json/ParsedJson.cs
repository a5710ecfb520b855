using System.Buffers;
using System.Text.Json;

namespace Lti.Storage.Internal.Json;

/// <summary>Holds JSON that is parsed in pooled memory. Its elements are valid until it is disposed.</summary>
internal sealed class ParsedJson : IDisposable
{
    private readonly PooledBuffer? _text;
    private readonly JsonDocument? _document;

    private ParsedJson(PooledBuffer? text, JsonDocument? document, JsonElement root)
    {
        _text = text;
        _document = document;
        Root = root;
    }

    public JsonElement Root { get; }

    /// <summary>Checks text against the input limits (rule E2) and parses it. The last of duplicate member names wins.</summary>
    public static ParsedJson Parse(ReadOnlySpan<byte> json, int depthAbove, string parameter)
    {
        JsonRules.Require(json, depthAbove, parameter);
        var text = new PooledBuffer(json.Length);
        try
        {
            text.Write(json);
            var document = JsonDocument.Parse(
                text.Written, new JsonDocumentOptions { MaxDepth = LtiLimits.MaxDocumentDepth, AllowDuplicateProperties = false });
            return new ParsedJson(text, document, document.RootElement);
        }
        catch (JsonException)
        {
            // The text is well-formed, so a failure here means duplicate names.
            text.Dispose();
            return new ParsedJson(text: null, document: null, StorableJson.WithoutDuplicates(json));
        }
    }

    public void Dispose()
    {
        _document?.Dispose();
        _text?.Dispose();
    }
}
