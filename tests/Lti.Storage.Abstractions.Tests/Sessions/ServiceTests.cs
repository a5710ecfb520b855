using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

[Trait("Rule", "S5")]
public sealed class ServiceTests
{
    private const string DeepLinking = """
        {"deep_link_return_url":"https://lms.example.edu/return?id=3","accept_types":"ltiResourceLink",
         "accept_presentation_document_targets":"iframe","accept_media_types":"image/*,text/html","accept_multiple":true,
         "accept_lineitem":false,"auto_create":true,"title":"Week 3","text":"Read it","data":"opaque"}
        """;

    private static readonly string[] _flags = ["isAssignmentAndGradesAvailable", "isDeepLinkingAvailable", "isNameAndRolesAvailable"];

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
    public void Line_items_that_only_their_query_tells_apart_have_different_URLs()
    {
        var (one, other) = (WithItem("https://lms.example.edu/item?id=1&c=2"), WithItem("https://lms.example.edu/item?id=2&c=2"));

        Assert.Equal(one.LineItem, other.LineItem);
        Assert.Equal(
            ("https://lms.example.edu/item?id=1&c=2", "https://lms.example.edu/item?id=2&c=2"), (one.LineItemUrl, other.LineItemUrl));
    }

    [Theory]
    [InlineData("""{"services":{"ags":{"lineitem":"https://lms.example.edu/7"}}}""", "https://lms.example.edu/7")]
    [InlineData("""{"services":{"ags":{}}}""", null)]
    [InlineData("""{"services":{"ags":{"lineitem":""}},"jwtPayload":[]}""", null)]
    public void The_line_items_URL_is_the_stored_one_if_the_claims_have_none(string document, string? expected)
        => Assert.Equal(expected, Launch.FromDocument(document).Services.Ags!.LineItemUrl);

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
    [InlineData(Claim.Ags, """{"lineitem":"i"}""", """{"ags":{"lineitem":"i","scopes":[]}}""", true)]
    [InlineData(Claim.Ags, """{"lineitems":"i"}""", """{"ags":{"lineitems":"i","scopes":[]}}""", true)]
    [InlineData(Claim.Ags, "[1]", """{"ags":{"scopes":[]}}""")]
    [InlineData(Claim.Ags, "\"text\"", """{"ags":{"scopes":[]}}""")]
    [InlineData(Claim.Nrps, "{}", """{"nrps":{"versions":[]}}""")]
    [InlineData(
        Claim.Nrps,
        """{"context_memberships_url":"u?x=1","service_versions":["2.0"]}""",
        """{"nrps":{"membershipUrl":"u?x=1","versions":["2.0"]}}""", true)]
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
        """, true)]
    [InlineData(
        Claim.DeepLinking,
        """{"accept_multiple":"true","auto_create":1,"data":{"a":1},"accept_media_types":null}""",
        """{"deepLinking":{"acceptTypes":[],"acceptPresentationDocumentTargets":[],"acceptMultiple":"true","autoCreate":1,"data":{"a":1}}}""")]
    public void A_service_is_written_from_its_claim_and_is_available_where_it_has_an_address(
        string claim, string json, string expected, bool isAvailable = false)
    {
        var session = Launch.Session((claim, json));

        Launch.AssertSameJson(expected, session.Document.GetProperty("services"));
        Assert.Equal(
            (isAvailable && claim == Claim.Ags, isAvailable && claim == Claim.Nrps, isAvailable && claim == Claim.DeepLinking),
            (session.IsAssignmentAndGradesAvailable, session.IsNameAndRolesAvailable, session.IsDeepLinkingAvailable));
        Assert.Equal(isAvailable, _flags.Any(flag => session.Document.GetProperty(flag).GetBoolean()));
    }

    [Theory]
    [InlineData(Claim.Ags)]
    [InlineData(Claim.Nrps)]
    [InlineData(Claim.DeepLinking)]
    [InlineData(Claim.ResourceLink)]
    [InlineData(Claim.Custom)]
    [InlineData(Claim.Context)]
    [InlineData(Claim.LaunchPresentation)]
    public void An_empty_list_of_PHP_in_the_place_of_an_object_is_an_absent_object(string claim)
    {
        var (absent, empty) = (Launch.Session(), Launch.Session((claim, "[]")));

        foreach (var member in absent.Document.EnumerateObject().Where(member => member.Name != "jwtPayload"))
        {
            Launch.AssertSameJson(member.Value, empty.Document.GetProperty(member.Name));
        }

        Assert.Equal(absent.Document.EnumerateObject().Count(), empty.Document.EnumerateObject().Count());
        Launch.AssertSameJson("[]", empty.Claims!.Value.GetProperty(claim));
        Assert.Equal(new LtiServices(), empty.Services);
        Assert.Null(empty.ResourceLink);
    }

    [Fact]
    public void Services_that_another_program_calls_available_are_not_available_without_an_address()
    {
        const string Flags = """
            "isAssignmentAndGradesAvailable":true,"isDeepLinkingAvailable":true,"isNameAndRolesAvailable":true
            """;
        var empty = Launch.FromDocument($$$"""{"services":{"ags":{"scopes":["s"]},"nrps":{"versions":[]},"deepLinking":{}},{{{Flags}}}}""");
        var lists = Launch.FromDocument($$"""{"services":{"ags":[],"nrps":[],"deepLinking":[]},{{Flags}}}""");

        Assert.All(
            [empty, lists],
            session => Assert.Equal(
                (false, false, false),
                (session.IsAssignmentAndGradesAvailable, session.IsDeepLinkingAvailable, session.IsNameAndRolesAvailable)));
        Assert.Equal(["s"], empty.Services.Ags!.Scopes);
        Assert.Equal(new LtiServices(), lists.Services);
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

    [Fact]
    public void Every_setting_of_a_deep_linking_request_is_read()
    {
        var settings = Launch.Session((Claim.DeepLinking, DeepLinking)).Services.DeepLinking!;

        Assert.Equal("https://lms.example.edu/return?id=3", settings.ReturnUrl);
        Assert.Equal(["ltiResourceLink"], settings.AcceptTypes);
        Assert.Equal(["iframe"], settings.AcceptPresentationDocumentTargets);
        Assert.Equal(["image/*", "text/html"], settings.AcceptMediaTypes);
        Assert.Equal((true, false, true), (settings.AcceptMultiple, settings.AcceptLineItem, settings.AutoCreate));
        Assert.Equal(("Week 3", "Read it", "opaque"), (settings.Title, settings.Text, settings.Data));
    }

    [Fact]
    public void Settings_that_another_program_leaves_out_are_read_from_the_claims()
    {
        var settings = Launch.FromDocument($$$$"""{"jwtPayload":{"{{{{Claim.DeepLinking}}}}":{{{{DeepLinking}}}}},"services":{"deepLinking":{"returnUrl":"r"}}}""")
            .Services.DeepLinking!;

        Assert.Equal(("r", true, false, true), (settings.ReturnUrl, settings.AcceptMultiple, settings.AcceptLineItem, settings.AutoCreate));
    }

    private static LtiAssignmentAndGradeServices WithItem(string url)
        => Launch.Session((Claim.Ags, JsonSerializer.Serialize(new { lineitem = url }))).Services.Ags!;
}
