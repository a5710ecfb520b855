using System.Text;
using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests that odd claims are stored as sent, to the last digit.</summary>
[Trait("Rule", "S1")]
public sealed class LosslessClaimsTests
{
    public static TheoryData<string> OddValues { get; } =
    [
        "null", "[]", "{}", "\"\"", "[[],[null],{}]",
        """{"":1," ":2,"a":3,"A":4,"ı":5,"i":6,"ß":7,"ss":8,"é":9,"e\u0301":10}""",
        """{"__proto__":{"x":1},"constructor":null,"$ref":"#","jwtPayload":0,"id":"not the id"}""",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\"",
        "\"\\\\u0000 is six characters\"",
        "\"\\ud83d\\ude00 and 😀 and \\u00e9 and é and e\u0301\"",
        "\"\u202eright to left\u202c \u200f\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627\"",
        "\"👩🏽‍🚀 𝒜𝒷 \ufeff\uffff\u0085\u2028\"",
        "\"<script>&'+</script>\"",
        $"\"{new string('x', 300_000)}\"",
    ];

    public static TheoryData<string> OddNumbers { get; } =
    [
        "0", "-0", "0.0", "1.00", "0.10", "1E2", "1e+2", "-1.5E-10", "9007199254740993", "18446744073709551616", "1e400", "-1e-400",
        "0.1000000000000000000000000000000000000001", "1e000000000000000000003", new string('7', 120), $"-0.{new string('3', 120)}",
    ];

    [Theory]
    [MemberData(nameof(OddValues))]
    public void An_odd_value_is_stored_in_any_member(string json)
    {
        var session = Launch.Session(("https://vendor.example.com/claim", json), (Claim.Custom, $$"""{"p":{{json}}}"""), ("name", json));

        Launch.AssertSameJson(json, session.Claims!.Value.GetProperty("https://vendor.example.com/claim"));
        Launch.AssertSameJson(json, session.CustomParameters["p"]);
        Launch.AssertSameJson(
            json == "null" ? "{\"id\":\"user-1\",\"roles\":[]}" : $$"""{"id":"user-1","name":{{json}},"roles":[]}""",
            session.Document.GetProperty("user"));
    }

    [Theory]
    [MemberData(nameof(OddNumbers))]
    public void A_number_is_kept_as_it_was_spelled(string number)
    {
        var session = Launch.Session(("exp", number), (Claim.Custom, $$"""{"p":[{{number}}]}"""));

        Assert.Equal(number, session.Claims!.Value.GetProperty("exp").GetRawText());
        Assert.Equal(number, session.CustomParameters["p"][0].GetRawText());
    }

    [Fact]
    public void Member_names_that_differ_by_case_are_different_and_only_the_exact_one_is_read()
    {
        var session = Launch.Session(
            ("Sub", "\"other\""), ("SUB", "\"third\""), (Claim.Custom.ToUpperInvariant(), "{\"x\":1}"), (Claim.Custom, "{\"k\":1,\"K\":2}"));

        Assert.Equal("user-1", session.User.Id);
        Assert.Equal("other", session.Claims!.Value.GetProperty("Sub").GetString());
        Assert.Equal(2, session.CustomParameters.Count);
        Assert.Equal((1, 2), (session.CustomParameters["k"].GetInt32(), session.CustomParameters["K"].GetInt32()));
    }

    [Fact]
    public void The_last_of_duplicate_member_names_wins_at_every_level_and_in_any_spelling()
    {
        const string Claims = """
            {"iss":"https://wrong.example","\u0069ss":"https://lms.example.edu","aud":"client-1","sub":7,"sub":"user-1",
             "https://purl.imsglobal.org/spec/lti/claim/deployment_id":"0","https://purl.imsglobal.org/spec/lti/claim/deployment_id":"1",
             "list":[{"a":{"b":1,"b":{"c":1,"\u0063":2.50}},"A":0}],"":1,"":2}
            """;

        var session = Launch.FromClaims(Claims);

        Launch.AssertSameJson(
            """
            {"iss":"https://lms.example.edu","aud":"client-1","sub":"user-1","https://purl.imsglobal.org/spec/lti/claim/deployment_id":"1",
             "list":[{"a":{"b":{"c":2.50}},"A":0}],"":2}
            """,
            session.Claims!.Value);
        Assert.Equal(("https://lms.example.edu", "1", "user-1"), (session.Platform.Issuer, session.Platform.DeploymentId, session.User.Id));
        Assert.Equal("2.50", session.Claims.Value.GetProperty("list")[0].GetProperty("a").GetProperty("b").GetProperty("c").GetRawText());
    }

    [Fact]
    public void Three_hundred_kilobytes_of_custom_parameters_are_kept()
    {
        var parameters = Enumerable.Range(0, 2000).Select(i => $"\"p{i}\":\"{new string((char)('a' + (i % 26)), 140)} é {i}\"");
        var custom = $"{{{string.Join(',', parameters)}}}";
        Assert.True(Encoding.UTF8.GetByteCount(custom) > 300_000);

        var session = Launch.Session((Claim.Custom, custom));

        Assert.Equal(2000, session.CustomParameters.Count);
        Launch.AssertSameJson(custom, session.Document.GetProperty("customParameters"));
    }

    [Fact]
    public void White_space_between_tokens_is_ignored()
    {
        var spaced = $" \r\n\t{Launch.Claims().Replace(",", " ,\n", StringComparison.Ordinal)}\n ";

        Assert.Equal(Launch.Session().Utf8Document.ToArray(), Launch.FromClaims(spaced).Utf8Document.ToArray());
    }
}
