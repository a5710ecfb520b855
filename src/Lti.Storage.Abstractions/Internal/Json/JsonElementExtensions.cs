using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lti.Storage.Internal.Json;

/// <summary>Reads JSON of platforms leniently: an absent, null or mistyped member is not an error.</summary>
internal static class JsonElementExtensions
{
    /// <summary>Gets a member. Null if it is absent or null, or if this is not an object.</summary>
    public static JsonElement? Member(this JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } e
            && e.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>Gets a member that should be an object. An empty list is absent: PHP writes it for an empty object.</summary>
    public static JsonElement? ObjectMember(this JsonElement? element, string name)
        => element.Member(name) is { } member && !(member.ValueKind == JsonValueKind.Array && member.GetArrayLength() == 0) ? member : null;

    /// <summary>Gets the text. Null if this is not a string or if it contains half a surrogate pair.</summary>
    public static string? Text(this JsonElement? element)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.String } e ? e.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gets the member's name. Null if it contains half a surrogate pair.</summary>
    public static string? NameText(this JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gets the text of an id. A number is read as its plain decimal text. Null for any other value.</summary>
    public static string? IdText(this JsonElement? element) => element is { ValueKind: JsonValueKind.Number } e
        ? JsonNumber.PlainText(JsonMarshal.GetRawUtf8Value(e))
        : element.Text();

    /// <summary>Gets a text that is not empty. Null for any other value.</summary>
    public static string? PresentText(this JsonElement? element) => element.Text() is { Length: > 0 } text ? text : null;

    /// <summary>Gets an object. Null for any other value.</summary>
    public static JsonElement? Object(this JsonElement? element) => element is { ValueKind: JsonValueKind.Object } ? element : null;

    public static bool IsTrue(this JsonElement? element) => element is { ValueKind: JsonValueKind.True };

    /// <summary>Gets true or false. Null for any other value.</summary>
    public static bool? Boolean(this JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Gets the strings of a list and skips its other items. A text that is not empty is a list of one.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.Array => Array.AsReadOnly([.. element.Value.EnumerateArray().Select(item => Text(item)).OfType<string>()]),
        JsonValueKind.String when element.PresentText() is { } text => Array.AsReadOnly([text]),
        _ => [],
    };

    /// <summary>Gets the value. Null if it is an empty text.</summary>
    public static JsonElement? UnlessEmpty(this JsonElement? element)
        => element is { ValueKind: JsonValueKind.String } e && e.ValueEquals(ReadOnlySpan<char>.Empty) ? null : element;
}
