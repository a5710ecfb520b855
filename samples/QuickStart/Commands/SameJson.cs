// For people who look. A real tool has no such command.
using System.Text.Json;

namespace QuickStart.Commands;

/// <summary>Compares JSON as the contract does.</summary>
/// <remarks>It ignores member order and spelling. It compares exact numbers and takes the last of duplicate members.</remarks>
internal static class SameJson
{
    public static bool Equal(JsonElement one, JsonElement other) => (one.ValueKind, other.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => Equal(Members(one), Members(other)),
        (JsonValueKind.Array, JsonValueKind.Array) => one.GetArrayLength() == other.GetArrayLength()
            && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => Equal(pair.First, pair.Second)),
        _ => JsonElement.DeepEquals(one, other),
    };

    private static bool Equal(Dictionary<string, JsonElement> one, Dictionary<string, JsonElement> other)
        => one.Count == other.Count && one.All(member => other.TryGetValue(member.Key, out var value) && Equal(member.Value, value));

    private static Dictionary<string, JsonElement> Members(JsonElement element)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }
}
