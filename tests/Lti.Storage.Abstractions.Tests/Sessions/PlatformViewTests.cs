using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests the typed properties of each platform's launch.</summary>
[Trait("Rule", "S5")]
public sealed class PlatformViewTests
{
    [Fact]
    public void A_Canvas_assignment_with_null_members_and_numbers_among_its_custom_parameters()
    {
        var session = Payload.Session("canvas-assignment");

        Assert.Equal(
            ("535fa085-0000-4000-8000-6a8aaca162bf", "ada@example.edu", ""), (session.User.Id, session.User.Email, session.User.FamilyName));
        Assert.Equal(["student"], session.User.Roles);
        Assert.Equal(("0f4c1f0e-5d0b-4c53-9d5e-8a4f9f6f0a11", null), (session.ResourceLink!.Id, session.ResourceLink.Title));
        Assert.Equal(3, session.Services.Ags!.Scopes.Count);
        Assert.Null(session.Services.DeepLinking);
        Assert.Equal(4711, session.CustomParameters["canvas_user_id"].GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, session.CustomParameters["section"].ValueKind);
        Assert.Equal((false, false, true), (session.IsAdmin, session.IsInstructor, session.IsStudent));
        Assert.Equal(
            (true, false, true), (session.IsAssignmentAndGradesAvailable, session.IsDeepLinkingAvailable, session.IsNameAndRolesAvailable));
    }

    [Fact]
    public void A_Moodle_activity_whose_line_item_has_a_query_string_and_whose_context_has_no_label()
    {
        var session = Payload.Session("moodle-activity");

        Assert.Equal("http://moodle.example.org/school/mod/lti/services.php/31/lineitems/77/lineitem", session.Services.Ags!.LineItem);
        Assert.Equal("http://moodle.example.org/school/mod/lti/services.php/31/lineitems?type_id=12", session.Services.Ags.LineItems);
        Assert.Equal(("31", "31", "Química orgánica"), (session.Context.Id, session.Context.Label, session.Context.Title));
        Assert.Equal(["instructor", "admin"], session.User.Roles);
        Assert.Equal(("Núria", "Ferrer i Pi"), (session.User.GivenName, session.User.FamilyName));
        Assert.Equal(["1.0", "2.0"], session.Services.Nrps!.Versions);
        Assert.Equal("http://127.0.0.1:9002/start", session.TargetLinkUri);
    }

    [Fact]
    public void A_Moodle_deep_linking_request_with_media_types_as_a_list_and_lists_that_hold_only_null()
    {
        var session = Payload.Session("moodle-deep-linking");

        var settings = session.Services.DeepLinking!;
        Assert.Equal(["image/*", "text/html"], settings.AcceptMediaTypes);
        Assert.Equal((true, false, "190659"), (settings.AcceptMultiple, settings.AutoCreate, settings.Data));
        Assert.Equal("https://aula.example.net/mod/lti/contentitem_return.php?course=5&id=3", settings.ReturnUrl);
        Assert.Empty(session.Services.Ags!.Scopes);
        Assert.Null(session.Services.Ags.LineItem);
        Assert.Empty(session.Services.Nrps!.Versions);
        Assert.Equal(("CuadernoCliente", "https://aula.example.net"), (session.Platform.ClientId, session.Platform.Name));
        Assert.True(session.IsDeepLinkingAvailable);
    }

    [Fact]
    public void A_Blackboard_deep_linking_request_with_media_types_as_text()
    {
        var session = Payload.Session("blackboard-deep-linking");

        var settings = session.Services.DeepLinking!;
        Assert.Equal(["*/*"], settings.AcceptMediaTypes);
        Assert.Equal(["ltiResourceLink", "link"], settings.AcceptTypes);
        Assert.Equal(["iframe", "window"], settings.AcceptPresentationDocumentTargets);
        Assert.Equal("Example \"Learn\" & Co.", session.Platform.Name);
        Assert.Equal("_20_1", session.ResourceLink!.Id);
        Assert.True(session.IsAdmin);
    }

    [Fact]
    public void A_Brightspace_quicklink_with_a_number_as_its_context_id_and_two_audiences()
    {
        var session = Payload.Session("brightspace-quicklink");

        Assert.Equal(("6606", "6606", "Sandbox"), (session.Context.Id, session.Context.Label, session.Context.Title));
        Assert.Equal("6c1b0e54-0000-4000-8000-00000000000b", session.Platform.ClientId);
        Assert.Equal(["instructor", "student", "member"], session.User.Roles);
        Assert.Null(session.User.Email);
        Assert.Equal("6606", session.CustomParameters["OrgUnitId"].GetString());
        Assert.Equal(6606, session.CustomParameters["orgunitid"].GetInt32());
        Assert.Equal("nameless", session.CustomParameters[""].GetString());
    }

    [Fact]
    public void A_Schoology_launch_with_the_required_claims_only_and_an_empty_role()
    {
        var session = Payload.Session("schoology-required-claims");

        Assert.Equal(("5550001111", "https://schoology.example.com"), (session.Platform.ClientId, session.Platform.Name));
        Assert.Equal(("", "", ""), (session.Context.Id, session.Context.Label, session.Context.Title));
        Assert.Null(session.ResourceLink);
        Assert.Equal(new LtiServices(), session.Services);
        Assert.Empty(session.CustomParameters);
        Assert.Empty(session.User.Roles);
    }

    [Fact]
    public void A_Sakai_submission_review_without_a_user_or_a_target_and_with_values_of_other_types()
    {
        var session = Payload.Session("sakai-lesson");

        Assert.Null(session.User.Id);
        Assert.Equal(["instructor"], session.User.Roles);
        Assert.Null(session.TargetLinkUri);
        Assert.Equal(("site-8f", "site-8f", ""), (session.Context.Id, session.Context.Label, session.Context.Title));
        Assert.Empty(session.CustomParameters);
        Assert.Equal(["2.0"], session.Services.Nrps!.Versions);
        Assert.Equal("LtiSubmissionReviewRequest", session.MessageType);
    }
}
