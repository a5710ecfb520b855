using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests the document of claims that are absent, null or empty.</summary>
[Trait("Rule", "S5")]
public sealed class FallbackTests
{
    [Theory]
    [InlineData(null, """{"id":"","label":"","title":""}""")]
    [InlineData("null", """{"id":"","label":"","title":""}""")]
    [InlineData("\"text\"", """{"id":"","label":"","title":""}""")]
    [InlineData("{}", """{"id":"","label":"","title":""}""")]
    [InlineData("""{"id":"c"}""", """{"id":"c","label":"c","title":""}""")]
    [InlineData("""{"id":"c","label":"","title":""}""", """{"id":"c","label":"c","title":""}""")]
    [InlineData("""{"id":"c","label":null,"title":null}""", """{"id":"c","label":"c","title":""}""")]
    [InlineData("""{"id":"c","label":"l","title":"t","type":[]}""", """{"id":"c","label":"l","title":"t"}""")]
    [InlineData("""{"id":7,"title":[]}""", """{"id":7,"label":7,"title":[]}""")]
    [InlineData("""{"id":"c","label":0}""", """{"id":"c","label":0,"title":""}""")]
    [InlineData("""{"id":null,"label":"l"}""", """{"id":"","label":"l","title":""}""")]
    [InlineData("""{"ID":"c","Label":"l"}""", """{"id":"","label":"","title":""}""")]
    public void The_label_falls_back_to_the_id_and_the_rest_to_empty_strings(string? context, string expected)
        => Launch.AssertSameJson(expected, Launch.Session((Claim.Context, context)).Document.GetProperty("context"));

    [Theory]
    [InlineData(null, "\"https://lms.example.edu\"")]
    [InlineData("{}", "\"https://lms.example.edu\"")]
    [InlineData("\"text\"", "\"https://lms.example.edu\"")]
    [InlineData("""{"name":null}""", "\"https://lms.example.edu\"")]
    [InlineData("""{"name":""}""", "\"https://lms.example.edu\"")]
    [InlineData("""{"guid":"g","product_family_code":"canvas"}""", "\"https://lms.example.edu\"")]
    [InlineData("""{"name":"LMS"}""", "\"LMS\"")]
    [InlineData("""{"name":" "}""", "\" \"")]
    [InlineData("""{"name":7}""", "7")]
    public void The_platforms_name_falls_back_to_the_issuer(string? platform, string expected)
        => Launch.AssertSameJson(
            expected, Launch.Session((Claim.ToolPlatform, platform)).Document.GetProperty("platform").GetProperty("name"));

    [Fact]
    public void Members_that_the_platform_leaves_out_or_sends_as_null_are_left_out()
    {
        var nulls = Launch.Session(
            ("sub", "null"), ("name", "null"), ("email", "null"), ("given_name", "null"), ("family_name", "null"),
            (Claim.TargetLinkUri, "null"), (Claim.ResourceLink, "null"), (Claim.Custom, "null"), (Claim.Ags, "null"), (Claim.Nrps, "null"),
            (Claim.DeepLinking, "null"));
        var absent = Launch.Session(("sub", null));
        const string Expected = """
            {"user":{"roles":[]},"context":{"id":"","label":"","title":""},
             "platform":{"issuer":"https://lms.example.edu","clientId":"client-1","deploymentId":"deployment-1","name":"https://lms.example.edu"},
             "launch":{},"customParameters":{},"isAdmin":false,"isInstructor":false,"isStudent":false,
             "isAssignmentAndGradesAvailable":false,"isDeepLinkingAvailable":false,"isNameAndRolesAvailable":false}
            """;

        Launch.AssertSameJson(Expected, WithoutClaims(nulls));
        Launch.AssertSameJson(Expected, WithoutClaims(absent));
        Assert.Equal(14, nulls.Claims!.Value.EnumerateObject().Count());
    }

    [Fact]
    public void An_anonymous_launch_makes_a_session_without_a_user_id()
    {
        var session = Launch.Session(("sub", null));

        Assert.Null(session.User.Id);
        Assert.False(session.Document.GetProperty("user").TryGetProperty("id", out _));
    }

    [Theory]
    [InlineData("\"LtiStartProctoring\"")]
    [InlineData("\"LtiEulaRequest\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData(null)]
    public void Any_message_type_makes_a_session(string? messageType)
        => Assert.Equal("user-1", Launch.Session((Claim.MessageType, messageType)).User.Id);

    [Fact]
    public void Values_of_other_types_are_stored_and_read_as_null_except_for_ids()
    {
        var session = Launch.Session(
            ("sub", "17"), ("name", "[]"), ("email", "{}"), ("given_name", "true"), ("family_name", "1.50"),
            (Claim.TargetLinkUri, "{}"), (Claim.ResourceLink, """{"id":7,"title":false}"""));

        Launch.AssertSameJson(
            """{"id":17,"name":[],"email":{},"givenName":true,"familyName":1.5,"roles":[]}""", session.Document.GetProperty("user"));
        Launch.AssertSameJson("""{"target":{}}""", session.Document.GetProperty("launch"));
        Launch.AssertSameJson("""{"id":7,"title":false}""", session.Document.GetProperty("resourceLink"));
        Assert.Equal(new LtiResourceLink { Id = "7" }, session.ResourceLink);
        Assert.Null(session.TargetLinkUri);
        Assert.Equal(
            ("17", null, null, null, null),
            (session.User.Id, session.User.Name, session.User.Email, session.User.GivenName, session.User.FamilyName));
    }

    private static JsonElement WithoutClaims(LtiSession session)
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(session.Utf8Document.Span)!.AsObject();
        document.Remove("jwtPayload");
        return Launch.Json(document.ToJsonString());
    }
}
