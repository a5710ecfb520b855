using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

[Trait("Rule", "S5")]
public sealed class ServiceTests
{
    [Theory]
    [InlineData("https://lms.example.edu/item/7?type_id=2", "https://lms.example.edu/item/7")]
    [InlineData("https://lms.example.edu/item/7?", "https://lms.example.edu/item/7")]
    [InlineData("https://lms.example.edu/item/7?a=1?b=2#c", "https://lms.example.edu/item/7")]
    [InlineData("https://lms.example.edu/item/7", "https://lms.example.edu/item/7")]
    [InlineData("HTTPS://LMS.example.edu:443/%7e/é/./x?q", "HTTPS://LMS.example.edu:443/%7e/é/./x")]
    [InlineData("?", "")]
    public void A_line_item_loses_its_query_string_and_nothing_else_while_line_items_keep_theirs(string url, string lineItem)
    {
        var claim = JsonSerializer.Serialize(new { lineitem = url, lineitems = url, scope = new[] { "s" } });

        var ags = Launch.Session((Claim.Ags, claim)).Services.Ags!;

        Assert.Equal((lineItem, url), (ags.LineItem, ags.LineItems));
        Assert.Equal(["s"], ags.Scopes);
    }

    [Fact]
    public void The_claim_keeps_the_line_item_as_sent()
    {
        var session = Launch.Session((Claim.Ags, """{"lineitem":"https://lms.example.edu/7?x"}"""));

        Assert.Equal("https://lms.example.edu/7?x", session.Claims!.Value.GetProperty(Claim.Ags).GetProperty("lineitem").GetString());
    }

    [Theory]
    [InlineData(Claim.Ags, "{}", """{"ags":{"scopes":[]}}""")]
    [InlineData(Claim.Ags, """{"lineitem":"","lineitems":"","scope":null}""", """{"ags":{"lineitems":"","scopes":[]}}""")]
    [InlineData(Claim.Ags, """{"lineitem":7,"lineitems":[],"scope":"s"}""", """{"ags":{"lineitem":7,"lineitems":[],"scopes":"s"}}""")]
    [InlineData(Claim.Ags, "\"text\"", """{"ags":{"scopes":[]}}""")]
    [InlineData(Claim.Nrps, "{}", """{"nrps":{"versions":[]}}""")]
    [InlineData(
        Claim.Nrps,
        """{"context_memberships_url":"u?x=1","service_versions":["2.0"]}""",
        """{"nrps":{"membershipUrl":"u?x=1","versions":["2.0"]}}""")]
    [InlineData(Claim.Nrps, """{"context_memberships_url":null,"service_versions":2.0}""", """{"nrps":{"versions":2.0}}""")]
    [InlineData(Claim.DeepLinking, "{}", """{"deepLinking":{"acceptTypes":[],"acceptPresentationDocumentTargets":[]}}""")]
    [InlineData(
        Claim.DeepLinking,
        """
        {"deep_link_return_url":"r","accept_types":["link"],"accept_presentation_document_targets":["iframe"],
         "accept_media_types":"a/b, c/d","accept_multiple":false,"auto_create":true,"data":"d","title":"left to the claims"}
        """,
        """
        {"deepLinking":{"returnUrl":"r","acceptTypes":["link"],"acceptPresentationDocumentTargets":["iframe"],
         "acceptMediaTypes":"a/b, c/d","acceptMultiple":false,"autoCreate":true,"data":"d"}}
        """)]
    [InlineData(
        Claim.DeepLinking,
        """{"accept_multiple":"true","auto_create":1,"data":{"a":1},"accept_media_types":null}""",
        """{"deepLinking":{"acceptTypes":[],"acceptPresentationDocumentTargets":[],"acceptMultiple":"true","autoCreate":1,"data":{"a":1}}}""")]
    public void A_service_is_written_from_its_claim(string claim, string json, string expected)
    {
        var session = Launch.Session((claim, json));

        Launch.AssertSameJson(expected, session.Document.GetProperty("services"));
        Assert.Equal(
            (claim == Claim.Ags, claim == Claim.Nrps, claim == Claim.DeepLinking),
            (session.IsAssignmentAndGradesAvailable, session.IsNameAndRolesAvailable, session.IsDeepLinkingAvailable));
    }

    [Theory]
    [InlineData("\"image/*, text/html ,,application/json\"", new[] { "image/*", "text/html", "application/json" })]
    [InlineData("\"*/*\"", new[] { "*/*" })]
    [InlineData("\"\"", new string[0])]
    [InlineData("[\"image/*\", 7, null, \"text/html\"]", new[] { "image/*", "text/html" })]
    [InlineData("7", new string[0])]
    [InlineData("null", new string[0])]
    public void Media_types_are_read_from_text_and_from_a_list(string json, string[] expected)
    {
        var session = Launch.Session((Claim.DeepLinking, $$"""{"accept_media_types":{{json}}}"""));

        Assert.Equal(expected, session.Services.DeepLinking!.AcceptMediaTypes);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", null)]
    [InlineData("1", null)]
    [InlineData("null", null)]
    public void A_flag_of_deep_linking_is_true_false_or_unknown(string json, bool? expected)
    {
        var settings = Launch.Session((Claim.DeepLinking, $$"""{"accept_multiple":{{json}},"auto_create":{{json}}}""")).Services.DeepLinking!;

        Assert.Equal((expected, expected), (settings.AcceptMultiple, settings.AutoCreate));
    }
}
