using System.Globalization;
using System.Text;

namespace Lti.Storage.Conformance.Samples;

/// <summary>Lists claims of the client <c>client</c> that a storage must keep exactly.</summary>
internal static class SessionDocuments
{
    public static TheoryData<string> All { get; } =
    [
        WithClaim("\"https://vendor.example.com/claim\": null"),
        WithClaim("\"numbers\": [9007199254740993, 18446744073709551616, 1e400, -1E-400, 0.10, 1.00, -0, 1E2, 12345678901234567890123456789.5]"),
        WithClaim($"\"longest\": {new string('9', 1000)}"),
        WithClaim("\"key\": 1, \"Key\": 2, \"KEY\": 3, \"\": 4, \" \": 5, \"k\u0435y\": 6"),
        WithClaim("\"text\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t \\u0001 \\\\u0000 \u007f\u0085 \u202e\u200d\ufeff \\ud83d\\ude00 👩🏽‍🚀 e\u0301 \u00e9 <&'+>\""),
        WithClaim("\"empty\": [{}, [], \"\", null, false, true, [[]], [null]]"),
        WithClaim($"\"roles\": [{string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"urn:role:{i}\""))}]"),
        WithClaim($"\"deepest\": {Nested(125)}"),
        WithClaim($"\"large\": \"{new string('é', 150_000)}\""),
        WithClaim("\"constructor\": {\"__proto__\": 1}, \"$where\": \"{0}\", \"id\": \"not the id\", \"expires_at\": 0"),
        WithClaim("\"https://purl.imsglobal.org/spec/lti/claim/custom\": {\"n\": 319, \"b\": true, \"null\": null, \"o\": {\"a\": []}}"),
    ];

    public static LtiSession Padded(int padding)
        => LtiSession.FromClaims(Encoding.UTF8.GetBytes(WithClaim($"\"padding\": \"{new string('x', padding)}\"")), "client");

    /// <summary>Nests claims: they are one level below the document's root, and the member is one level below them.</summary>
    private static string Nested(int levels)
        => string.Concat(Enumerable.Range(0, levels).Select(i => i % 2 == 0 ? "[" : "{\"a\":")) + "1"
            + string.Concat(Enumerable.Range(0, levels).Reverse().Select(i => i % 2 == 0 ? "]" : "}"));

    private static string WithClaim(string members) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "iss": "https://lms.example.edu", "aud": "client", "sub": "{{ConformanceFixture.Canary}}-user", "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "1", {{members}} }
        """);
}
