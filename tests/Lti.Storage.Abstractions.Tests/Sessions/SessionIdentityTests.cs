using System.Text;
using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests the equality, the immutability and the text form of a session.</summary>
public sealed class SessionIdentityTests
{
    [Fact]
    public void Ids_are_random_UUIDs_of_version_4()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Launch.Session().Id).ToList();

        Assert.All(ids, id => Assert.Equal((4, true), (id.Version, id.Variant is >= 8 and <= 11)));
        Assert.Equal(1000, ids.Distinct().Count());
        for (var position = 0; position < 16; position++)
        {
            Assert.True(ids.Select(id => id.ToByteArray()[position]).Distinct().Count() > 1, $"Byte {position} is always the same.");
        }
    }

    [Fact]
    public void Sessions_are_equal_if_their_ids_are_equal_and_their_documents_are_equal_as_JSON()
    {
        var id = Guid.NewGuid();
        var session = Read(id, """{"a":1.0,"b":{"c":[1,2],"d":"é"}}""");

        var same = Read(id, """ { "b": {"d":"\u00e9", "c":[1e0,20e-1]}, "a": 1 } """);
        Assert.Equal(session, same);
        Assert.Equal(session.GetHashCode(), same.GetHashCode());
        Assert.True(session == Read(id, """{"a":1.0,"b":{"c":[1,2],"d":"é"}}"""));
        Assert.NotEqual(session, Read(Guid.NewGuid(), """{"a":1.0,"b":{"c":[1,2],"d":"é"}}"""));
        Assert.NotEqual(session, Read(id, """{"a":1.0,"b":{"c":[2,1],"d":"é"}}"""));
        Assert.NotEqual(session, Read(id, """{"A":1.0,"b":{"c":[1,2],"d":"é"}}"""));
        Assert.NotEqual(session, Read(id, """{"a":1.0,"b":{"c":[1,2],"d":"e\u0301"}}"""));
        Assert.False(session.Equals(null));
    }

    [Fact]
    public void The_expiry_does_not_affect_the_equality_of_sessions()
    {
        var session = Launch.Session();
        var expiry = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var stored = session with { ExpiresAt = expiry };

        Assert.Equal(session, stored);
        Assert.Null(session.ExpiresAt);
        Assert.Equal(expiry, stored.ExpiresAt);
        Assert.Equal(expiry, LtiSession.FromDocument(session.Id, session.Utf8Document.Span, expiry).ExpiresAt);
        Assert.Equal("user-1", stored.User.Id);
    }

    [Fact]
    [Trait("Rule", "E4")]
    public void Changing_the_source_of_a_session_does_not_change_it()
    {
        var claims = Encoding.UTF8.GetBytes(Launch.Claims());
        var fromText = LtiSession.FromClaims(claims, null);
        LtiSession fromDocument;
        LtiSession fromElement;
        using (var document = JsonDocument.Parse(claims.ToArray()))
        {
            fromElement = LtiSession.FromClaims(document.RootElement, null);
        }

        var stored = fromText.Utf8Document.ToArray();
        fromDocument = LtiSession.FromDocument(fromText.Id, stored);
        Array.Fill(claims, (byte)'x');
        Array.Fill(stored, (byte)'x');

        Assert.All([fromText, fromElement, fromDocument], session => Launch.AssertSameJson(Launch.Claims(), session.Claims!.Value));
        Assert.Equal("user-1", fromDocument.User.Id);
    }

    [Fact]
    [Trait("Rule", "E4")]
    public void No_list_or_dictionary_of_a_session_can_be_changed()
    {
        var session = Payload.Session("moodle-deep-linking");

        Assert.All(
            [
                session.User.Roles, session.Services.Ags!.Scopes, session.Services.Nrps!.Versions, session.Services.DeepLinking!.AcceptTypes,
                session.Services.DeepLinking.AcceptMediaTypes, session.Services.DeepLinking.AcceptPresentationDocumentTargets,
                Payload.Session("blackboard-deep-linking").Services.DeepLinking!.AcceptMediaTypes,
                Payload.Session("schoology-required-claims").User.Roles,
            ],
            list => Assert.Throws<NotSupportedException>(() => ((IList<string>)list)[0] = "changed"));
        var custom = Assert.IsAssignableFrom<IDictionary<string, JsonElement>>(Payload.Session("canvas-assignment").CustomParameters);
        Assert.Throws<NotSupportedException>(() => custom["canvas_user_id"] = default);
    }

    [Fact]
    [Trait("Rule", "E8")]
    public void The_text_form_of_a_session_shows_neither_id_nor_content()
    {
        var session = Payload.Session("canvas-assignment");

        Assert.Equal("LtiSession", session.ToString());
        Assert.Equal("LtiSession", $"{session with { ExpiresAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) }}");
        Assert.Equal("LtiUser { Roles = student }", session.User.ToString());
        Assert.Equal("SessionFilter", new SessionFilter { Issuer = "i", UserId = "u" }.ToString());
        Assert.Equal("LtiDeepLinkingSettings", new LtiDeepLinkingSettings { ReturnUrl = "u", Data = "d" }.ToString());
        Assert.Equal("SessionSummary", new SessionSummary { Id = session.Id, Issuer = "i", UserId = "u", ExpiresAt = default }.ToString());
    }

    private static LtiSession Read(Guid id, string document) => LtiSession.FromDocument(id, Encoding.UTF8.GetBytes(document));
}
