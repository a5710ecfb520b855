using System.Text;
using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Provider;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Registration;

/// <summary>Tests that registration sessions beyond the input limits are rejected (rule E2).</summary>
[Trait("Rule", "E2")]
public sealed class RefusedRegistrationTests
{
    private const string Canary = "canary-0bd4";

    public static TheoryData<string, string> Unstorable { get; } = new()
    {
        { "\"\\u0000\"", "U+0000" },
        { "{\"\\u0000\":1}", "U+0000" },
        { "\"\\ud800\"", "surrogate" },
        { "{\"\\udc00\":1}", "surrogate" },
        { "1e1000", "1000 digits" },
        { Launch.Nested(127), "128 levels" },
    };

    [Theory]
    [MemberData(nameof(Unstorable))]
    public async Task A_configuration_that_cannot_be_stored_is_rejected(string value, string word)
    {
        var configuration = $$"""{"{{Canary}}":{{value}}}""";

        var error = Assert.Throws<ArgumentException>(
            "openIdConfiguration", () => LtiRegistrationSession.Create(Guid.NewGuid(), Launch.Json(configuration)));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);

        await AssertRefusedAsync($$"""{"openIdConfiguration":{{configuration}},"registrationToken":"{{Canary}}"}""", word);
    }

    [Fact]
    public void A_configuration_of_127_levels_is_kept()
    {
        var session = LtiRegistrationSession.Create(Guid.NewGuid(), Launch.Json($"{{\"a\":{Launch.Nested(126)}}}"));

        Launch.AssertSameJson(Launch.Nested(126), session.OpenIdConfiguration!.Value.GetProperty("a"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"canary-0bd4\"")]
    [InlineData("null")]
    public void A_configuration_that_is_not_an_object_is_rejected(string json)
    {
        var error = Assert.Throws<ArgumentException>(
            "openIdConfiguration", () => LtiRegistrationSession.Create(Guid.NewGuid(), Launch.Json(json)));

        Assert.Contains("must be a JSON object", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_default_configuration_element_is_rejected()
        => Assert.Throws<ArgumentException>("openIdConfiguration", () => LtiRegistrationSession.Create(Guid.NewGuid(), default));

    [Fact]
    public void A_malformed_token_is_rejected_and_not_repeated()
    {
        foreach (var token in new[] { $"{Canary}\0", $"{Canary}\ud800", $"\udc00{Canary}" })
        {
            var error = Assert.Throws<ArgumentException>(
                "registrationToken", () => LtiRegistrationSession.Create(Guid.NewGuid(), Launch.Json("{}"), token));

            Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("[\"canary-0bd4\"]", "JSON object")]
    [InlineData("{\"canary-0bd4\"", "JSON")]
    [InlineData("{\"canary-0bd4\":\"\\u0000\"}", "U+0000")]
    public Task A_document_of_another_program_that_cannot_be_stored_is_rejected(string document, string word)
        => AssertRefusedAsync(document, word);

    [Fact]
    public Task A_document_of_another_program_that_is_too_deep_is_rejected()
        => AssertRefusedAsync($"{{\"a\":{Launch.Nested(128)}}}", "128 levels");

    private static async Task AssertRefusedAsync(string document, string word)
    {
        var provider = new RecordingProvider();
        var session = LtiRegistrationSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(document));

        var error = await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await provider.SaveRegistrationSessionAsync(session, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("session", error.ParamName);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
    }
}
