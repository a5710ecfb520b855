using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests the limits of nesting and of numbers in claims.</summary>
[Trait("Rule", "E2")]
public sealed class ClaimLimitTests
{
    public static TheoryData<string> LongestNumbers { get; } =
    [
        new string('9', 1000), $"-{new string('9', 1000)}", "1e999", "-1E+999", "1e-999", "0.1e-998", "1.5e-998",
        $"0.{new string('1', 999)}", $"{new string('1', 500)}.{new string('1', 500)}",
        "0e999999", "0e99999999999999999999", "0.0e5", "0.000e-996", "1000e996", "0.001e1002", "10e-999",
        $"{new string('1', 1000)}e-999", "1e0999", "1e-0999",
    ];

    public static TheoryData<string> TooLongNumbers { get; } =
    [
        new string('9', 1001), $"-{new string('9', 1001)}", "1e1000", "1E+1000", "1e-1000", "1e-1001", "0.1e-999", "10e-1000",
        $"0.{new string('1', 1000)}", $"{new string('1', 500)}.{new string('1', 501)}",
        "0e-1000", "0.0e-999", "1000e997", "0.001e1003", "1e131071", "1e2147483647", "1e-2147483648",
        "1e99999999999999999999", "-1e-99999999999999999999", "1e01000",
    ];

    [Theory]
    [MemberData(nameof(LongestNumbers))]
    public void A_number_of_at_most_1000_digits_in_plain_form_is_kept(string number)
        => Assert.Equal(number, Launch.Session(("n", number)).Claims!.Value.GetProperty("n").GetRawText());

    [Theory]
    [MemberData(nameof(TooLongNumbers))]
    public void A_number_of_more_than_1000_digits_in_plain_form_is_refused(string number)
    {
        var error = Assert.Throws<ArgumentException>("claims", () => Launch.Session(("n", $"[{{\"x\":{number}}}]")));

        Assert.Contains("1000 digits", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(number, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(126)]
    public void Claims_of_up_to_127_levels_are_kept_since_the_documents_root_is_the_128th(int levelsBelowClaims)
    {
        var nested = Launch.Nested(levelsBelowClaims);

        Launch.AssertSameJson(nested, Launch.Session(("deep", nested)).Claims!.Value.GetProperty("deep"));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(100_000)]
    public void Claims_of_128_levels_or_more_are_refused(int levelsBelowClaims)
    {
        var error = Assert.Throws<ArgumentException>("claims", () => Launch.Session(("deep", Launch.Nested(levelsBelowClaims))));

        Assert.Contains("128 levels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sibling_containers_do_not_count_as_depth()
        => Assert.NotNull(Launch.Session(("wide", $"[{string.Join(',', Enumerable.Repeat("[{}]", 10_000))}]")));

    [Fact]
    public void A_custom_parameter_as_deep_as_the_claims_allow_is_kept_in_both_places()
    {
        var nested = Launch.Nested(125);

        var session = Launch.Session((Claim.Custom, $$"""{"p":{{nested}}}"""));

        Launch.AssertSameJson(nested, session.CustomParameters["p"]);
    }
}
