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

    public static bool IsTrue(this JsonElement? element) => element is { ValueKind: JsonValueKind.True };

    /// <summary>Gets true or false. Null for any other value.</summary>
    public static bool? Boolean(this JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Gets the strings of a list and skips its other items. Empty if this is not a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement? element)
        => element is { ValueKind: JsonValueKind.Array } e
            ? Array.AsReadOnly([.. e.EnumerateArray().Select(item => Text(item)).OfType<string>()])
            : [];

    public static bool IsEmptyText(this JsonElement? element)
        => element is { ValueKind: JsonValueKind.String } e && e.ValueEquals(ReadOnlySpan<char>.Empty);
}
