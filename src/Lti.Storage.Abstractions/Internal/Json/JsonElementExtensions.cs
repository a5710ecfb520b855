using System.Text.Json;

namespace Lti.Storage.Internal.Json;

/// <summary>Reading what platforms really send: a member that is absent, null or of another type than listed is no error.</summary>
internal static class JsonElementExtensions
{
    /// <summary>The member, or null where it is absent or null, or this is no object.</summary>
    public static JsonElement? Member(this JsonElement? element, string name)
        => element is { ValueKind: JsonValueKind.Object } e && e.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The text, or null where this is no string, or one of half a surrogate pair, which is no text either.</summary>
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

    /// <summary>The member's name, or null where that is no text.</summary>
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

    /// <summary>True or false, or null where this is neither.</summary>
    public static bool? Boolean(this JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The strings of a list; anything else in it is left out, and what is no list is empty.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement? element)
        => element is { ValueKind: JsonValueKind.Array } e
            ? Array.AsReadOnly([.. e.EnumerateArray().Select(item => Text(item)).OfType<string>()])
            : [];

    public static bool IsEmptyText(this JsonElement? element)
        => element is { ValueKind: JsonValueKind.String } e && e.ValueEquals(ReadOnlySpan<char>.Empty);
}
