using System.Globalization;
using System.Text.Json;

namespace Lti.Storage.Internal.AccessTokens;

/// <summary>Reads a platform's answer to a token request.</summary>
/// <remarks>A message repeats nothing of the answer, which may hold a token even where it is damaged.</remarks>
internal static class AnswerReader
{
    private const int MaxBytes = 65_536;

    private static readonly string[] _errors =
    [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
    ];

    public static AccessTokenAnswer Read(ReadOnlySpan<byte> utf8Json)
    {
        if (utf8Json.Length > MaxBytes)
        {
            throw Refuse($"it has {utf8Json.Length} bytes; at most {MaxBytes} are allowed");
        }

        using var document = ParseObject(utf8Json);
        var root = document.RootElement;
        if (Text(root, "token_type") is { } type && !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse("its token_type is not Bearer");
        }

        var token = Text(root, "access_token");
        if (string.IsNullOrEmpty(token))
        {
            throw Refuse(
                Text(root, "error") is { } error && _errors.Contains(error, StringComparer.Ordinal)
                    ? $"the platform refused with the error {error}"
                    : "it has no access_token");
        }

        var lifetime = Lifetime(root);
        try
        {
            return new AccessTokenAnswer(token, lifetime);
        }
        catch (ArgumentException)
        {
            throw Refuse(
                $"its access_token is no text of at most {LtiLimits.MaxAccessTokenLength} printable ASCII characters without spaces");
        }
    }

    private static JsonDocument ParseObject(ReadOnlySpan<byte> utf8Json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8Json.ToArray());
        }
        catch (JsonException)
        {
            throw Refuse("it is not JSON");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw Refuse("it is not a JSON object");
    }

    private static TimeSpan Lifetime(JsonElement root)
    {
        decimal seconds = 0;
        var isNumber = root.TryGetProperty("expires_in", out var member)
            && (member.ValueKind == JsonValueKind.Number
                ? member.TryGetDecimal(out seconds)
                : Text(root, "expires_in") is { } text
                    && decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds));
        if (!isNumber)
        {
            throw Refuse("it has no expires_in that is a number of seconds");
        }

        return seconds > 0 && seconds <= (decimal)LtiLimits.MaxLifetime.TotalSeconds
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond) is var ticks && ticks > 0 ? ticks : 1)
            : throw Refuse("its expires_in is not over zero and at most 3,650 days");
    }

    private static string? Text(JsonElement root, string name)
    {
        try
        {
            return root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // The text has half of a surrogate pair or bytes that are not UTF-8.
            throw Refuse($"its {name} is not text");
        }
    }

    private static FormatException Refuse(string problem) => new($"The token answer can't be used: {problem}. Nothing was stored.");
}
