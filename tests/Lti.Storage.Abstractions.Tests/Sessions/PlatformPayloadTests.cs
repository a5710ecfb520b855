using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests the stored document of each platform's claims.</summary>
[Trait("Rule", "S1")]
[Trait("Rule", "S5")]
public sealed class PlatformPayloadTests
{
    [Theory]
    [MemberData(nameof(Payload.Names), MemberType = typeof(Payload))]
    public void Every_claim_is_kept(string name)
    {
        var claims = JsonElement.Parse(Payload.Claims(name));

        var session = Payload.Session(name);

        Launch.AssertSameJson(claims, session.Document.GetProperty("jwtPayload"));
        Launch.AssertSameJson(claims, session.Claims!.Value);
    }

    [Theory]
    [MemberData(nameof(Payload.Names), MemberType = typeof(Payload))]
    public void The_stored_document_is_the_one_written_by_hand(string name)
    {
        var expected = JsonNode.Parse(Payload.Document(name))!.AsObject();
        expected["jwtPayload"] = JsonNode.Parse(Payload.Claims(name));

        Launch.AssertSameJson(expected.ToJsonString(), Payload.Session(name).Document);
    }

    [Theory]
    [MemberData(nameof(Payload.Names), MemberType = typeof(Payload))]
    public void Parsed_claims_and_claims_as_text_make_the_same_document(string name)
    {
        var text = Payload.Session(name);

        var parsed = LtiSession.FromClaims(JsonElement.Parse(Payload.Claims(name)), text.Platform.ClientId);

        Assert.Equal(text.Utf8Document.ToArray(), parsed.Utf8Document.ToArray());
        Assert.NotEqual(text.Id, parsed.Id);
    }

    [Theory]
    [MemberData(nameof(Payload.Names), MemberType = typeof(Payload))]
    public void A_document_read_back_is_the_same_session(string name)
    {
        var session = Payload.Session(name);

        Assert.Equal(session, LtiSession.FromDocument(session.Id, session.Utf8Document.Span));
    }

    [Theory]
    [MemberData(nameof(Payload.Names), MemberType = typeof(Payload))]
    public void The_document_is_compact(string name)
    {
        var document = Payload.Session(name).Utf8Document;

        using var compact = new MemoryStream();
        using (var writer = new Utf8JsonWriter(compact, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            JsonElement.Parse(document.Span).WriteTo(writer);
        }

        Assert.Equal(compact.Length, document.Length);
    }
}
