namespace Lti.Storage.Conformance.Samples;

/// <summary>Lists documents that break the input limits (rule E2).</summary>
internal static class BadDocuments
{
    private static readonly Dictionary<string, string> _members = new(StringComparer.Ordinal)
    {
        ["U+0000 in a value"] = "\"x\":\"a\\u0000b\"",
        ["U+0000 in a member name"] = "\"a\\u0000b\":1",
        ["a lone high surrogate"] = "\"x\":\"\\ud83d\"",
        ["a lone low surrogate"] = "\"x\":\"\\ude00\"",
        ["a reversed surrogate pair"] = "\"x\":\"\\ude00\\ud83d\"",
        ["a high surrogate before other text"] = "\"x\":\"\\ud83dx\\ude00\"",
        ["a lone surrogate in a member name"] = "\"\\ud83d\":1",
        ["one level too deep"] = $"\"x\":{new string('[', 128)}{new string(']', 128)}",
        ["far too deep"] = $"\"x\":{new string('[', 5000)}{new string(']', 5000)}",
        ["a number of 1001 digits"] = $"\"x\":{new string('9', 1001)}",
        ["a number of 1001 digits by its exponent"] = "\"x\":1e1000",
        ["a number of 1001 digits by its negative exponent"] = "\"x\":1e-1000",
        ["an enormous exponent"] = "\"x\":1e99999999999999999999",
        ["an enormous exponent of zero"] = "\"x\":0e-131071",
    };

    public static TheoryData<string> All { get; } = [.. _members.Keys];

    public static string Session(string name)
        => $$"""{"platform":{"issuer":"https://lms.example.edu","clientId":"client","deploymentId":"1","name":"LMS"},{{_members[name]}}}""";

    public static string Registration(string name) => $$"""{"openIdConfiguration":{},{{_members[name]}}}""";
}
