using System.Text;
using System.Text.Json;

namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Creates small launches with the claims of a test.</summary>
internal static class Launch
{
    public const string Issuer = "https://lms.example.edu";
    public const string ClientId = "client-1";
    public const string DeploymentId = "deployment-1";

    /// <summary>Returns the claims that every session needs. The given ones replace them or follow them.</summary>
    /// <param name="members">Member names and verbatim JSON text. Null leaves the member out.</param>
    public static string Claims(params (string Name, string? Json)[] members)
    {
        var claims = new OrderedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["iss"] = $"\"{Issuer}\"",
            ["aud"] = $"\"{ClientId}\"",
            ["sub"] = "\"user-1\"",
            [Claim.DeploymentId] = $"\"{DeploymentId}\"",
        };
        foreach (var (name, json) in members)
        {
            claims[name] = json;
        }

        return $"{{{string.Join(',', claims.Where(claim => claim.Value is not null).Select(claim => $"\"{claim.Key}\":{claim.Value}"))}}}";
    }

    public static LtiSession Session(params (string Name, string? Json)[] members) => FromClaims(Claims(members));

    public static LtiSession FromClaims(string claims, string? verifiedClientId = null)
        => LtiSession.FromClaims(Encoding.UTF8.GetBytes(claims), verifiedClientId);

    public static LtiSession FromDocument(string document) => LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(document));

    /// <summary>Nests objects and arrays.</summary>
    public static string Nested(int levels)
        => string.Concat(Enumerable.Range(0, levels).Select(level => level % 2 == 0 ? "[" : "{\"a\":")) + "0"
            + string.Concat(Enumerable.Range(0, levels).Reverse().Select(level => level % 2 == 0 ? "]" : "}"));

    public static JsonElement Json(string text) => JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });

    public static void AssertSameJson(string expected, JsonElement actual) => AssertSameJson(Json(expected), actual);

    public static void AssertSameJson(JsonElement expected, JsonElement actual)
        => Assert.True(JsonElement.DeepEquals(expected, actual), $"Expected {expected.GetRawText()}\nActual   {actual.GetRawText()}");
}
