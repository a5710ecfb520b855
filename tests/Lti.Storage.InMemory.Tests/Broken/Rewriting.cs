using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Changes documents as a faulty storage would.</summary>
internal static class Rewriting
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 200 };

    /// <summary>Returns the session with changed members of its document.</summary>
    public static LtiSession Rewritten(this LtiSession session, Action<JsonObject> change)
    {
        var document = JsonNode.Parse(session.Utf8Document.Span, documentOptions: _options)!.AsObject();
        change(document);
        return LtiSession.FromDocument(session.Id, Encoding.UTF8.GetBytes(document.ToJsonString()), session.ExpiresAt);
    }

    /// <summary>Returns the session with a changed value of each leaf.</summary>
    public static LtiSession WithLeaves(this LtiSession session, Func<JsonElement, JsonNode?> change) => session.Rewritten(document =>
    {
        foreach (var (name, value) in document.ToList())
        {
            document[name] = Changed(JsonSerializer.SerializeToElement(value), change);
        }
    });

    private static JsonNode? Changed(JsonElement element, Func<JsonElement, JsonNode?> change) => element.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(element.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Changed(member.Value, change)))),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(item => Changed(item, change))]),
        _ => change(element),
    };
}
