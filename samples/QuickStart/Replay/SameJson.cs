using System.Text.Json;

namespace QuickStart.Replay;

/// <summary>Equality as the contract means it: member order and spelling aside, numbers by their exact value, and of duplicate members the last.</summary>
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
