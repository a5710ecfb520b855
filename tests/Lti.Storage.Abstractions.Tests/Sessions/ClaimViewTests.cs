using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests the properties that are read from the claims, since the shared JSON has no member for them.</summary>
[Trait("Rule", "S5")]
public sealed class ClaimViewTests
{
    [Fact]
    public void The_message_its_version_the_locale_the_return_URL_and_the_types_of_the_context_are_read()
    {
        var session = Launch.Session(
            (Claim.MessageType, "\"LtiResourceLinkRequest\""),
            (Claim.Version, "\"1.3.0\""),
            (Claim.TargetLinkUri, "\"https://tool.example.org/start?x=1\""),
            (Claim.LaunchPresentation, """{"locale":"pt_br","return_url":"https://lms.example.edu/back?c=7"}"""),
            ("locale", "\"en\""),
            (Claim.Context, """{"id":12,"label":"BIO","title":"Biology","type":["CourseSection","x#CourseOffering"]}"""));

        Assert.Equal(("LtiResourceLinkRequest", "1.3.0"), (session.MessageType, session.Version));
        Assert.Equal("https://tool.example.org/start?x=1", session.TargetLinkUri);
        Assert.Equal(("pt_br", "https://lms.example.edu/back?c=7"), (session.Locale, session.ReturnUrl));
        Assert.Equal(("12", "BIO", "Biology"), (session.Context.Id, session.Context.Label, session.Context.Title));
        Assert.Equal(["CourseSection", "x#CourseOffering"], session.Context.Types);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("""{"locale":""}""")]
    [InlineData("""{"locale":7,"return_url":null}""")]
    public void The_locale_of_the_user_answers_if_the_launch_has_none(string? presentation)
    {
        var session = Launch.Session((Claim.LaunchPresentation, presentation), ("locale", "\"sv\""));

        Assert.Equal(("sv", null), (session.Locale, session.ReturnUrl));
    }

    [Theory]
    [InlineData(null, new string[0])]
    [InlineData("\"CourseSection\"", new[] { "CourseSection" })]
    [InlineData("[null]", new string[0])]
    [InlineData("{}", new string[0])]
    public void The_types_of_a_context_are_a_list_a_text_or_absent(string? json, string[] expected)
        => Assert.Equal(expected, Launch.Session((Claim.Context, $$"""{"id":"c"{{(json is null ? "" : $",\"type\":{json}")}}}""")).Context.Types);

    [Fact]
    public void A_document_without_claims_has_none_of_them()
    {
        var session = Launch.FromDocument("""{"user":{"id":"u"}}""");

        Assert.Equal((null, null, null, null), (session.MessageType, session.Version, session.Locale, session.ReturnUrl));
        Assert.Empty(session.RoleUris);
        Assert.Empty(session.Context.Types);
    }

    [Theory]
    [InlineData("17", "17")]
    [InlineData("-17", "-17")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0.0")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1000")]
    [InlineData("1.50e1", "15.0")]
    [InlineData("-15E-1", "-1.5")]
    [InlineData("100e-2", "1.00")]
    [InlineData("12e-4", "0.0012")]
    [InlineData("0e5", "0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void A_number_as_the_users_id_is_read_as_plain_decimal_text(string number, string expected)
        => Assert.Equal(expected, Launch.Session(("sub", number)).User.Id);

    [Theory]
    [InlineData("1e999999999999")]
    [InlineData("-1E-5000")]
    public void A_number_beyond_the_limits_in_a_document_of_another_program_keeps_its_spelling(string number)
        => Assert.Equal(number, Launch.FromDocument($$$"""{"user":{"id":{{{number}}}}}""").User.Id);
}
