using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests documents of other programs: any member may be absent or of another type.</summary>
[Trait("Rule", "S5")]
public sealed class ForeignDocumentTests
{
    private const string Whole = """
        {"jwtPayload":{"iss":"i","x":1},
         "user":{"id":"t","name":"t","email":"t","familyName":"t","givenName":"t","roles":["t"]},
         "context":{"id":"t","label":"t","title":"t"},
         "platform":{"issuer":"t","clientId":"t","deploymentId":"t","name":"t"},
         "launch":{"target":"t"},
         "resourceLink":{"id":"t","title":"t"},
         "services":{"ags":{"lineitem":"t","lineitems":"t","scopes":["t"]},
                     "nrps":{"membershipUrl":"t","versions":["t"]},
                     "deepLinking":{"returnUrl":"t","acceptTypes":["t"],"acceptPresentationDocumentTargets":["t"],"acceptMediaTypes":["t"],
                                    "acceptMultiple":true,"autoCreate":true,"data":"t"}},
         "customParameters":{"t":"t"},
         "isAdmin":true,"isInstructor":true,"isStudent":true,
         "isAssignmentAndGradesAvailable":true,"isDeepLinkingAvailable":true,"isNameAndRolesAvailable":true}
        """;

    /// <summary>Every member of the document and the typed property that reads it.</summary>
    private static readonly Dictionary<string, Func<LtiSession, object?>> _views = new(StringComparer.Ordinal)
    {
        ["jwtPayload"] = session => session.Claims?.GetProperty("iss").GetString(),
        ["user.id"] = session => session.User.Id,
        ["user.name"] = session => session.User.Name,
        ["user.email"] = session => session.User.Email,
        ["user.familyName"] = session => session.User.FamilyName,
        ["user.givenName"] = session => session.User.GivenName,
        ["user.roles"] = session => session.User.Roles.SingleOrDefault(),
        ["context.id"] = session => session.Context.Id,
        ["context.label"] = session => session.Context.Label,
        ["context.title"] = session => session.Context.Title,
        ["platform.issuer"] = session => session.Platform.Issuer,
        ["platform.clientId"] = session => session.Platform.ClientId,
        ["platform.deploymentId"] = session => session.Platform.DeploymentId,
        ["platform.name"] = session => session.Platform.Name,
        ["launch.target"] = session => session.TargetLinkUri,
        ["resourceLink"] = session => session.ResourceLink,
        ["resourceLink.id"] = session => session.ResourceLink?.Id,
        ["resourceLink.title"] = session => session.ResourceLink?.Title,
        ["services.ags"] = session => session.Services.Ags,
        ["services.ags.lineitem"] = session => session.Services.Ags?.LineItem,
        ["services.ags.lineitems"] = session => session.Services.Ags?.LineItems,
        ["services.ags.scopes"] = session => session.Services.Ags?.Scopes.SingleOrDefault(),
        ["services.nrps"] = session => session.Services.Nrps,
        ["services.nrps.membershipUrl"] = session => session.Services.Nrps?.MembershipUrl,
        ["services.nrps.versions"] = session => session.Services.Nrps?.Versions.SingleOrDefault(),
        ["services.deepLinking"] = session => session.Services.DeepLinking,
        ["services.deepLinking.returnUrl"] = session => session.Services.DeepLinking?.ReturnUrl,
        ["services.deepLinking.acceptTypes"] = session => session.Services.DeepLinking?.AcceptTypes.SingleOrDefault(),
        ["services.deepLinking.acceptPresentationDocumentTargets"] =
            session => session.Services.DeepLinking?.AcceptPresentationDocumentTargets.SingleOrDefault(),
        ["services.deepLinking.acceptMediaTypes"] = session => session.Services.DeepLinking?.AcceptMediaTypes.SingleOrDefault(),
        ["services.deepLinking.acceptMultiple"] = session => session.Services.DeepLinking?.AcceptMultiple,
        ["services.deepLinking.autoCreate"] = session => session.Services.DeepLinking?.AutoCreate,
        ["services.deepLinking.data"] = session => session.Services.DeepLinking?.Data,
        ["customParameters"] = session => session.CustomParameters.Count == 0 ? null : session.CustomParameters["t"].GetString(),
        ["isAdmin"] = session => session.IsAdmin ? true : null,
        ["isInstructor"] = session => session.IsInstructor ? true : null,
        ["isStudent"] = session => session.IsStudent ? true : null,
        ["isAssignmentAndGradesAvailable"] = session => session.IsAssignmentAndGradesAvailable ? true : null,
        ["isDeepLinkingAvailable"] = session => session.IsDeepLinkingAvailable ? true : null,
        ["isNameAndRolesAvailable"] = session => session.IsNameAndRolesAvailable ? true : null,
    };

    private static readonly Dictionary<JsonValueKind, string> _anyType = new()
    {
        [JsonValueKind.Number] = "7",
        [JsonValueKind.String] = "\"true\"",
        [JsonValueKind.Array] = "[7,null,{}]",
        [JsonValueKind.Object] = "{\"t\":\"t\"}",
        [JsonValueKind.True] = "true",
    };

    private static readonly string[] _ids =
        ["user.id", "context.id", "context.label", "platform.clientId", "platform.deploymentId", "resourceLink.id"];

    public static TheoryData<string> Members { get; } = [.. _views.Keys];

    public static TheoryData<string> Ids { get; } = [.. _ids];

    public static TheoryData<string> Lists { get; } =
        [.. _views.Keys.Where(member => Find(member).GetValueKind() == JsonValueKind.Array)];

    [Theory, Trait("Rule", "E8")]
    [InlineData("""{"user":{"name":Grace}}""")]
    [InlineData("""{"user":{"name":"Grace Hopper"}""")]
    [InlineData("""{"user":{"name":"Grace"}} Hopper""")]
    [InlineData("Grace")]
    [InlineData("true Grace")]
    public void Error_of_a_document_that_is_not_JSON_has_its_place_and_none_of_its_content(string document)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(document);
        Action[] reads =
        [
            () => _ = LtiSession.FromDocument(Guid.NewGuid(), utf8).User,
            () => _ = LtiRegistrationSession.FromDocument(Guid.NewGuid(), utf8).OpenIdConfiguration,
            () => LtiLogin.FromDocument("state", "nonce", utf8),
        ];

        foreach (var read in reads)
        {
            var error = Assert.Throws<JsonException>(read);
            Assert.Matches("^A stored document is not JSON from byte [0-9]+ of line 0 on, counted from 0.$", error.Message);
            Assert.Null(error.InnerException);
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void An_absent_or_mistyped_member_is_read_as_null_and_the_document_is_unchanged(string member)
    {
        Assert.NotNull(_views[member](Launch.FromDocument(Whole)));
        var kind = Find(member).GetValueKind();
        foreach (var other in OtherTypes(member, kind))
        {
            var document = Replace(member, other);
            var session = Launch.FromDocument(document);

            Assert.Null(_views[member](session));
            SessionViews.ReadAll(session);
            Launch.AssertSameJson(document, session.Document);
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_in_other_case_is_another_member(string member)
    {
        var name = member.Split('.')[^1];
        var document = Whole.Replace($"\"{name}\":", $"\"{name.ToUpperInvariant()}\":", StringComparison.Ordinal);

        Assert.Null(_views[member](Launch.FromDocument(document)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    public void A_document_without_known_members_is_an_empty_session(string json)
    {
        var session = Launch.FromDocument(json);

        Assert.All(_views.Values, view => Assert.Null(view(session)));
        Launch.AssertSameJson(json, session.Document);
        Assert.Equal(session, LtiSession.FromDocument(session.Id, session.Utf8Document.Span));
    }

    [Fact]
    public void Every_view_can_be_read_with_any_value_in_any_member()
        => Gen.Select(Gen.OneOf([.. _views.Keys, "user", "context", "platform", "launch", "services"]), GenJson.Value).Sample(
            (member, value) => SessionViews.ReadAll(Launch.FromDocument(Replace(member, value.Written))),
            iter: 1500,
            threads: 1);

    [Fact]
    public void Members_that_the_library_does_not_know_survive()
    {
        var document = Whole.Replace("{\"jwtPayload\"", "{\"later\":{\"version\":[2,1.50]},\"jwtPayload\"", StringComparison.Ordinal);

        Launch.AssertSameJson(document, Launch.FromDocument(document).Document);
    }

    [Fact]
    public void The_last_of_duplicate_members_in_a_stored_document_is_read()
        => Assert.Equal("b", Launch.FromDocument("""{"user":{"id":"a","id":"b"},"customParameters":{"x":1,"x":2}}""").User.Id);

    [Fact]
    public void Reading_a_document_that_is_not_JSON_throws_a_JsonException()
    {
        var session = Launch.FromDocument("{\"user\":");

        Assert.ThrowsAny<JsonException>(() => session.User);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_number_in_the_place_of_an_id_is_read_as_its_text(string member)
    {
        foreach (var (number, text) in new[] { ("7", "7"), ("1.50", "1.50"), ("12e2", "1200"), ("9007199254740993", "9007199254740993") })
        {
            var document = Replace(member, number);
            var session = Launch.FromDocument(document);

            Assert.Equal(text, _views[member](session));
            Launch.AssertSameJson(document, session.Document);
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_text_in_the_place_of_a_list_is_read_as_a_list_of_one(string member)
    {
        Assert.Equal("only", _views[member](Launch.FromDocument(Replace(member, "\"only\""))));
        Assert.Null(_views[member](Launch.FromDocument(Replace(member, "\"\""))));
    }

    /// <summary>Lists other values of a member: absent, null and every type that the property doesn't read.</summary>
    /// <remarks>A list may contain anything except text. A text is a list of one, and a number is the text of an id.</remarks>
    private static IEnumerable<string?> OtherTypes(string member, JsonValueKind kind)
    {
        string?[] nothing = [null, "null"];
        return member == "jwtPayload" ? nothing : nothing.Concat(_anyType
            .Where(type => type.Key != kind || kind == JsonValueKind.Array)
            .Where(type => type.Key != JsonValueKind.String || kind != JsonValueKind.Array)
            .Where(type => type.Key != JsonValueKind.Number || !_ids.Contains(member))
            .Select(type => type.Value));
    }

    private static JsonNode Find(string member) => member.Split('.').Aggregate(JsonNode.Parse(Whole)!, (node, name) => node[name]!);

    /// <summary>Replaces or removes one member of the whole document.</summary>
    private static string Replace(string member, string? json)
    {
        var names = member.Split('.');
        var root = JsonNode.Parse(Whole)!;
        var parent = names[..^1].Aggregate(root, (node, name) => node[name]!).AsObject();
        parent.Remove(names[^1]);
        if (json is null)
        {
            return root.ToJsonString();
        }

        parent[names[^1]] = "replaced-here";
        return root.ToJsonString().Replace("\"replaced-here\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_with_half_a_surrogate_pair_is_read_as_null()
    {
        var session = LtiSession.FromDocument(Guid.NewGuid(), """{"user":{"id":"\ud83d","roles":["\ude00","student"]}}"""u8);

        Assert.Null(session.User.Id);
        Assert.Equal(["student"], session.User.Roles);
    }

    [Fact]
    public void A_custom_parameter_with_a_malformed_name_is_left_out()
    {
        var session = LtiSession.FromDocument(Guid.NewGuid(), """{"customParameters":{"\ud83d":1,"b":2}}"""u8);

        Assert.Equal("b", Assert.Single(session.CustomParameters).Key);
    }

    [Fact]
    public void Documents_with_malformed_text_are_equal_by_their_bytes_only()
    {
        var session = LtiSession.FromDocument(Guid.NewGuid(), """{"a":"\ud83d"}"""u8);

        Assert.Equal(session, LtiSession.FromDocument(session.Id, session.Utf8Document.Span));
        Assert.NotEqual(session, LtiSession.FromDocument(session.Id, """{"a": "\ud83d"}"""u8));
    }
}
