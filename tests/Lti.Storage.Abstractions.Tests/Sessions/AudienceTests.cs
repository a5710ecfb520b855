using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

[Trait("Rule", "S5")]
[Trait("Rule", "E2")]
public sealed class AudienceTests
{
    [Theory]
    [InlineData("\"a\"", null, "a")]
    [InlineData("\"a\"", "a", "a")]
    [InlineData("[\"a\"]", null, "a")]
    [InlineData("[\"a\", \"b\"]", "b", "b")]
    [InlineData("[\"a\", \"b\"]", "a", "a")]
    [InlineData("[\"A\", \"a\"]", "a", "a")]
    [InlineData("[7, \"a\", null]", null, "a")]
    public void The_client_id_is_the_only_audience_or_the_verified_one(string aud, string? verified, string expected)
    {
        var session = Launch.FromClaims(Launch.Claims(("aud", aud), ("azp", "\"b\"")), verified);

        Assert.Equal(expected, session.Platform.ClientId);
        Launch.AssertSameJson(aud, session.Claims!.Value.GetProperty("aud"));
    }

    [Theory]
    [InlineData("[\"a\", \"b\"]", null, "claims")]
    [InlineData("\"a\"", "b", "verifiedClientId")]
    [InlineData("\"a\"", "A", "verifiedClientId")]
    [InlineData("\"a\"", "", "verifiedClientId")]
    [InlineData("[\"a\", \"b\"]", "c", "verifiedClientId")]
    [InlineData("\"\"", null, "claims")]
    [InlineData("[\"\"]", "", "claims")]
    [InlineData("[]", null, "claims")]
    [InlineData("[7]", null, "claims")]
    [InlineData("7", null, "claims")]
    [InlineData("null", null, "claims")]
    [InlineData("{\"a\":\"a\"}", null, "claims")]
    [InlineData(null, null, "claims")]
    [InlineData(null, "a", "verifiedClientId")]
    public void Claims_with_an_uncertain_audience_are_rejected_regardless_of_azp(string? aud, string? verified, string parameter)
    {
        var error = Assert.Throws<ArgumentException>(() => Launch.FromClaims(Launch.Claims(("aud", aud), ("azp", "\"a\"")), verified));

        Assert.Equal(parameter, error.ParamName);
    }

    [Fact]
    public void The_error_for_several_audiences_says_which_argument_to_pass()
    {
        var error = Assert.Throws<ArgumentException>(() => Launch.Session(("aud", "[\"a\",\"b\",\"c\"]")));

        Assert.Contains("3 audiences", error.Message, StringComparison.Ordinal);
        Assert.Contains("verifiedClientId", error.Message, StringComparison.Ordinal);
    }
}
