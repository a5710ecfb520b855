using System.Text;
using System.Text.Json;
using CsCheck;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Registration;

/// <summary>Tests the content and the equality of a registration session.</summary>
public sealed class RegistrationSessionTests
{
    private static readonly Guid _id = Guid.NewGuid();

    [Fact]
    [Trait("Rule", "S5")]
    public void The_platforms_configuration_is_stored_in_full()
    {
        var configuration = JsonElement.Parse(Payload.OpenIdConfiguration);

        var session = LtiRegistrationSession.Create(_id, configuration, "token-1");

        Assert.Equal((_id, "token-1", null), (session.Id, session.RegistrationToken, session.ExpiresAt));
        Launch.AssertSameJson(configuration, session.OpenIdConfiguration!.Value);
        Launch.AssertSameJson(
            $$"""{"openIdConfiguration":{{configuration.GetRawText()}},"registrationToken":"token-1"}""",
            JsonElement.Parse(session.Utf8Document.Span));
    }

    [Fact]
    public void A_registration_session_without_a_token_has_none_in_its_document()
    {
        var session = LtiRegistrationSession.Create(_id, Launch.Json("{}"));

        Assert.Null(session.RegistrationToken);
        Assert.Equal("""{"openIdConfiguration":{}}""", Encoding.UTF8.GetString(session.Utf8Document.Span));
    }

    [Fact]
    [Trait("Rule", "E2")]
    public void Any_configuration_is_kept_equal_as_JSON_and_any_token_verbatim()
        => Gen.Select(GenJson.Members, GenJson.Text).Sample(
            (members, token) =>
            {
                var configuration = GenJson.Object(members);

                var session = LtiRegistrationSession.Create(_id, Launch.Json(configuration.Written), token);

                Launch.AssertSameJson(configuration.Meant, session.OpenIdConfiguration!.Value);
                Assert.Equal(token, session.RegistrationToken);
                Assert.Equal(session, LtiRegistrationSession.FromDocument(_id, session.Utf8Document.Span));
                Assert.Equal(session, LtiRegistrationSession.Create(_id, Launch.Json(configuration.Meant), token));
            },
            iter: 1000,
            threads: 1);

    [Theory]
    [Trait("Rule", "S5")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("""{"openIdConfiguration":null,"registrationToken":null}""")]
    [InlineData("""{"OpenIdConfiguration":{},"registrationToken":7}""")]
    [InlineData("""{"registrationToken":["t"]}""")]
    public void Properties_are_null_for_a_document_without_known_members(string document)
    {
        var session = Read(document);

        Assert.Null(session.OpenIdConfiguration);
        Assert.Null(session.RegistrationToken);
        Assert.Equal(session, Read(document));
    }

    [Fact]
    public void Any_document_of_another_program_can_be_read_and_is_equal_to_itself()
        => GenJson.Value.Sample(
            document =>
            {
                var session = Read(document.Written);
                Assert.True(session.OpenIdConfiguration is null or { ValueKind: not JsonValueKind.Null });
                Assert.Null(session.RegistrationToken);
                Assert.True(session.Equals(Read(document.Written)));
            },
            iter: 1000,
            threads: 1);

    [Fact]
    public void Registration_sessions_are_equal_if_id_configuration_and_token_are_equal()
    {
        var session = Read("""{"openIdConfiguration":{"a":1.0,"b":["é"]},"registrationToken":"t","expiresAt":1}""");

        var same = Read("""{"expiresAt":2, "registrationToken":"t", "openIdConfiguration":{"b":["\u00e9"], "a":1}}""");
        Assert.Equal(session, same);
        Assert.Equal(session.GetHashCode(), same.GetHashCode());
        Assert.Equal(session, Read("""{"openIdConfiguration":{"a":1,"b":["é"]},"registrationToken":"t"}"""));
        Assert.Equal(session, session with { ExpiresAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        Assert.NotEqual(session, Read("""{"openIdConfiguration":{"a":1,"b":["é"]},"registrationToken":"T"}"""));
        Assert.NotEqual(session, Read("""{"openIdConfiguration":{"a":1,"b":["é"]}}"""));
        Assert.NotEqual(session, Read("""{"openIdConfiguration":{"a":1,"b":["é"]},"registrationToken":"t","later":1}"""));
        Assert.NotEqual(session, Read("""{"openIdConfiguration":{"a":2,"b":["é"]},"registrationToken":"t"}"""));
        Assert.NotEqual(session, LtiRegistrationSession.FromDocument(Guid.NewGuid(), session.Utf8Document.Span));
        Assert.False(session.Equals(null));
    }

    [Fact]
    public void Malformed_text_is_equal_by_its_bytes_only()
    {
        Assert.Equal(Read("""{"a":"\ud83d"}"""), Read("""{"a":"\ud83d"}"""));
        Assert.NotEqual(Read("""{"a":"\ud83d"}"""), Read("""{"a": "\ud83d"}"""));
    }

    [Theory]
    [InlineData("""{"a":1,"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("[]", "{}")]
    [InlineData("7", "8")]
    public void Equality_is_symmetric(string left, string right)
    {
        Assert.False(Read(left).Equals(Read(right)));
        Assert.False(Read(right).Equals(Read(left)));
    }

    [Fact]
    [Trait("Rule", "E4")]
    public void Changing_the_source_of_a_registration_session_does_not_change_it()
    {
        LtiRegistrationSession created;
        using (var document = JsonDocument.Parse("""{"issuer":"i"}"""))
        {
            created = LtiRegistrationSession.Create(_id, document.RootElement, "t");
        }

        var bytes = created.Utf8Document.ToArray();
        var read = LtiRegistrationSession.FromDocument(_id, bytes);
        Array.Fill(bytes, (byte)'x');

        Assert.Equal("i", created.OpenIdConfiguration!.Value.GetProperty("issuer").GetString());
        Assert.Equal(created, read);
    }

    [Fact]
    [Trait("Rule", "E8")]
    public void The_text_form_of_a_registration_session_shows_no_content()
        => Assert.Equal("LtiRegistrationSession", LtiRegistrationSession.Create(_id, Launch.Json("{\"secret\":1}"), "secret").ToString());

    private static LtiRegistrationSession Read(string document)
        => LtiRegistrationSession.FromDocument(_id, Encoding.UTF8.GetBytes(document));
}
