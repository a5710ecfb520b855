using System.Text;
using System.Text.Json;
using CsCheck;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests properties of any claims and any document.</summary>
public sealed class SessionPropertyTests
{
    private static readonly JsonMember[] _required =
    [
        Member("iss", Launch.Issuer), Member("aud", Launch.ClientId), Member(Claim.DeploymentId, Launch.DeploymentId),
    ];

    private static readonly string[] _known =
    [
        "sub", "name", "email", "given_name", "family_name", Claim.MessageType, Claim.TargetLinkUri, Claim.Roles, Claim.Context,
        Claim.ToolPlatform, Claim.ResourceLink, Claim.Custom, Claim.Ags, Claim.Nrps, Claim.DeepLinking,
    ];

    /// <summary>Claims of any type: known names and vendor claims, and last the required ones.</summary>
    private static readonly Gen<JsonPair> _claims = Gen.Select(
        Gen.Select(Gen.OneOf(_known), GenJson.Value, (name, value) => new JsonMember(name, Escaped: false, value)).Array[0, 6],
        GenJson.Members,
        (known, vendor) => GenJson.Object([.. vendor, .. known, .. _required]));

    [Fact]
    [Trait("Rule", "S1")]
    public void Any_claims_are_stored_equal_as_JSON_and_every_view_of_them_can_be_read()
        => _claims.Sample(
            claims =>
            {
                var session = Launch.FromClaims(claims.Written);

                Launch.AssertSameJson(claims.Meant, session.Claims!.Value);
                SessionViews.ReadAll(session);
                Assert.Equal(session, LtiSession.FromDocument(session.Id, session.Utf8Document.Span));
            },
            iter: 2000,
            threads: 1);

    [Fact]
    [Trait("Rule", "E2")]
    public void The_same_claims_in_another_spelling_make_an_equal_document()
        => _claims.Sample(
            claims =>
            {
                var written = Launch.FromClaims(claims.Written);
                var meant = Launch.FromClaims(claims.Meant);

                Launch.AssertSameJson(written.Document, meant.Document);
                var read = LtiSession.FromDocument(written.Id, meant.Utf8Document.Span);
                Assert.Equal(written, read);
                Assert.Equal(written.GetHashCode(), read.GetHashCode());
                Assert.NotEqual(written, meant);
            },
            iter: 500,
            threads: 1);

    [Fact]
    [Trait("Rule", "S5")]
    public void Any_document_of_another_program_can_be_read()
        => GenJson.Value.Sample(
            document => SessionViews.ReadAll(LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(document.Written))),
            iter: 1000,
            threads: 1);

    [Fact]
    [Trait("Rule", "E2")]
    public void U_0000_and_half_a_surrogate_pair_in_any_text_are_rejected()
        => Gen.Select(GenJson.Text, Gen.OneOf("\\u0000", "\\ud800", "\\udbff", "\\udc00", "\\udfff"), GenJson.Text, Gen.Bool).Sample(
            (before, bad, after, inName) =>
            {
                var text = $"\"{Escape(before)}{bad}{Escape(after)}\"";
                var claims = Launch.Claims(("x", inName ? $"{{{text}:1}}" : text));

                Assert.Throws<ArgumentException>("claims", () => Launch.FromClaims(claims));
            },
            iter: 1000,
            threads: 1);

    private static string Escape(string text) => JsonSerializer.Serialize(text)[1..^1];

    private static JsonMember Member(string name, string text) => new(name, Escaped: false, new($"\"{text}\"", $"\"{text}\""));
}
