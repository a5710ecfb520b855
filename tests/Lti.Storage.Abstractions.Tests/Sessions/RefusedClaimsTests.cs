using System.Text;
using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests that claims beyond the input limits are rejected (rule E2).</summary>
[Trait("Rule", "E2")]
public sealed class RefusedClaimsTests
{
    private const string Canary = "canary-5c2d";

    public static TheoryData<string, string> NotText { get; } = new()
    {
        { "\"a\\u0000b\"", "U+0000" },
        { "\"\\u0000\"", "U+0000" },
        { "{\"a\\u0000\":1}", "U+0000" },
        { "[{\"deep\":[\"\\u0000\"]}]", "U+0000" },
        { "\"\\ud83d\"", "surrogate" },
        { "\"\\uD83D tail\"", "surrogate" },
        { "\"\\ude00\"", "surrogate" },
        { "\"\\ude00\\ud83d\"", "surrogate" },
        { "\"\\ud83d\\ud83d\\ude00\"", "surrogate" },
        { "\"\\ud83d\\n\\ude00\"", "surrogate" },
        { "\"\\ud83dx\\ude00\"", "surrogate" },
        { "{\"\\udbff\":1}", "surrogate" },
        { "{\"\\udc00\":1}", "surrogate" },
    };

    public static TheoryData<string> NotJson { get; } =
    [
        "", " ", "{", "}", "{\"a\":1", "{\"a\"}", "{a:1}", "{'a':1}", "{\"a\":1,}", "{\"a\":[1,]}", "{\"a\":01}",
        "{\"a\":+1}", "{\"a\":.5}", "{\"a\":NaN}",
        "{\"a\":\"\t\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{} {}", "{}x",
        "{\"a\":1}\0", "// comment\n{}", "{/* comment */}", "{}// comment",
        "\ufeff{}", "undefined", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln",
    ];

    public static TheoryData<string> NotAnObject { get; } = ["[]", "[{}]", "\"text\"", "7", "true", "null"];

    [Theory]
    [MemberData(nameof(NotText))]
    public void U_0000_and_lone_surrogates_are_rejected_in_values_and_in_member_names(string json, string word)
        => AssertRefused(Launch.Claims(($"{Canary}", json)), word);

    [Theory]
    [MemberData(nameof(NotJson))]
    public void Text_that_is_not_JSON_is_rejected(string text) => AssertRefused(text, "JSON");

    [Theory]
    [MemberData(nameof(NotAnObject))]
    public void JSON_that_is_not_an_object_is_rejected(string json)
    {
        AssertRefused(json, "must be a JSON object");

        var error = Assert.Throws<ArgumentException>(() => LtiSession.FromClaims(JsonElement.Parse(json), Launch.ClientId));
        Assert.Equal("claims", error.ParamName);
        Assert.Contains("must be a JSON object", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_element_is_rejected()
        => Assert.Throws<ArgumentException>("claims", () => LtiSession.FromClaims(default(JsonElement), Launch.ClientId));

    [Theory]
    [InlineData("C3 28")]
    [InlineData("80")]
    [InlineData("C0 80")]
    [InlineData("ED A0 BD ED B8 80")]
    [InlineData("F4 90 80 80")]
    [InlineData("E2 82")]
    public void Text_that_is_not_UTF_8_is_rejected(string bytes)
    {
        var (before, after) = (Encoding.UTF8.GetBytes($$"""{"{{Canary}}":" """), Encoding.UTF8.GetBytes($"\",{Launch.Claims()[1..]}"));
        byte[] claims = [.. before, .. bytes.Split(' ').Select(hex => Convert.ToByte(hex, 16)), .. after];

        var error = Assert.Throws<ArgumentException>("claims", () => LtiSession.FromClaims(claims, Launch.ClientId));

        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iss")]
    [InlineData(Claim.DeploymentId)]
    public void An_issuer_and_a_deployment_id_are_strings_of_1_to_255_units(string claim)
    {
        AssertRefused(Launch.Claims((claim, null)), claim);
        foreach (var json in new[] { "null", "\"\"", "7", "[\"x\"]", "{}", "true" })
        {
            AssertRefused(Launch.Claims((claim, json)), claim);
        }

        AssertRefused(Launch.Claims((claim, $"\"{Canary.PadRight(256, 'x')}\"")), "255");
        Assert.NotNull(Launch.Session((claim, $"\"{new string('x', 255)}\"")));
        Assert.NotNull(Launch.Session((claim, $"\"{string.Concat(Enumerable.Repeat("😀", 127))}x\"")));
        Assert.NotNull(Launch.Session((claim, "\" \"")));
    }

    [Fact]
    public void An_audience_is_of_at_most_255_units()
    {
        AssertRefused(Launch.Claims(("aud", $"\"{Canary.PadRight(256, 'x')}\"")), "255");
        Assert.Equal(255, Launch.Session(("aud", $"\"{new string('x', 255)}\"")).Platform.ClientId!.Length);
    }

    [Fact]
    public void A_user_id_may_be_of_any_length()
        => Assert.Equal(10_000, Launch.Session(("sub", $"\"{new string('x', 10_000)}\"")).User.Id!.Length);

    private static void AssertRefused(string claims, string word)
    {
        var error = Assert.Throws<ArgumentException>(() => Launch.FromClaims(claims));

        Assert.StartsWith("claims", error.ParamName, StringComparison.Ordinal);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }
}
