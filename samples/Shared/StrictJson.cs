// Copy this file: it reads JSON that a stranger wrote.
using System.Text.Json;
using System.Text.Unicode;
using Lti.Storage;

namespace QuickStart.Shared;

/// <summary>Parses an untrusted JSON object and refuses ambiguous JSON with the reason.</summary>
internal static class StrictJson
{
    private static readonly byte[] _byteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly JsonDocumentOptions _lenient = new() { MaxDepth = LtiLimits.MaxDocumentDepth };
    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = LtiLimits.MaxDocumentDepth, AllowDuplicateProperties = false };

    public static JsonElement Parse(byte[] utf8, string what)
    {
        var text = utf8.AsMemory(utf8.AsSpan().StartsWith(_byteOrderMark) ? _byteOrderMark.Length : 0);
        if (!Utf8.IsValid(text.Span))
        {
            throw RequestRefusedException.BadRequest($"{what} is not UTF-8 text.");
        }

        if (TryParse(text, _lenient) is not { } any)
        {
            throw RequestRefusedException.BadRequest($"{what} is not JSON or is nested deeper than {LtiLimits.MaxDocumentDepth} levels.");
        }

        if (any.ValueKind != JsonValueKind.Object)
        {
            throw RequestRefusedException.BadRequest($"{what} is not a JSON object.");
        }

        return TryParse(text, _strict) ?? throw RequestRefusedException.BadRequest($"{what} has a duplicate or invalid member name.");
    }

    /// <summary>Gets a member. Returns null when it is absent or null.</summary>
    public static JsonElement? Member(this JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Gets the text of a member. Returns null when it is absent or null.</summary>
    public static string? Text(this JsonElement json, string name, string what)
    {
        try
        {
            return json.Member(name) switch
            {
                null => null,
                { ValueKind: JsonValueKind.String } value => value.GetString(),
                _ => throw RequestRefusedException.BadRequest($"{what} has a '{name}' that is not text."),
            };
        }
        catch (InvalidOperationException)
        {
            throw RequestRefusedException.BadRequest($"{what} has a '{name}' with half a surrogate pair.");
        }
    }

    private static JsonElement? TryParse(ReadOnlyMemory<byte> text, JsonDocumentOptions options)
    {
        try
        {
            using var document = JsonDocument.Parse(text, options);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>Reads an untrusted body up to a maximum size.</summary>
internal static class BoundedBody
{
    /// <summary>The maximum size in bytes: twenty times the largest known configuration (Canvas).</summary>
    public const int MaxBytes = 262_144;

    public static async Task<byte[]> ReadAsync(Stream body, string what, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16_384];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > MaxBytes)
            {
                throw RequestRefusedException.BadRequest($"{what} is larger than {MaxBytes} bytes.");
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }
}
