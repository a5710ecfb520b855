using System.Text.Json.Nodes;
using Lti.Storage.InMemory;
using QuickStart;
using QuickStart.Registration;

namespace Lti.Storage.QuickStart.Tests.Registration;

/// <summary>Tests the start request: it stores a valid configuration unchanged and stores nothing after a refusal.</summary>
public sealed class RegistrationStartTests : IAsyncDisposable
{
    private const string Claim = PlatformConfiguration.Claim;

    private readonly InMemoryLtiStorage _storage = new();
    private readonly StubPlatform _platform = new();
    private readonly Guid _id = Registrations.NewId();

    /// <summary>Members in JSON and a part of the refusal. Empty JSON removes the member.</summary>
    public static TheoryData<string, string, string> Unusable { get; } = new()
    {
        { "issuer", "", "lacks required members: issuer." },
        { "authorization_endpoint", "", "lacks required members: authorization_endpoint." },
        { "token_endpoint", "null", "lacks required members: token_endpoint." },
        { "jwks_uri", "", "lacks required members: jwks_uri." },
        { "registration_endpoint", "", "lacks required members: registration_endpoint." },
        { Claim, "", $"lacks required members: {Claim}." },
        { Claim, "[]", "that is not an object" },
        { Claim, """{ "product_family_code": 7 }""", "'product_family_code' that is not text" },
        { Claim, """{ "version": {} }""", "'version' that is not text" },
        { "issuer", "7", "'issuer' that is not text" },
        { "issuer", "\"\"", "'issuer' must be an absolute https URL" },
        { "issuer", "\"lms.example.edu\"", "'issuer' must be an absolute https URL" },
        { "issuer", "\"http://lms.example.edu\"", "'issuer' must be https" },
        { "issuer", "\"https://lms.example.edu?a=1\"", "'issuer' must not have a query" },
        { "issuer", "\"https://lms.example.edu#a\"", "neither a user nor a fragment" },
        { "issuer", "\"https://other.example.edu\"", "The issuer 'https://other.example.edu' is not on the origin of its configuration, 'https://lms.example.edu'." },
        { "issuer", "\"https://lms.example.edu.evil.example\"", "is not on the origin" },
        { "issuer", $"\"https://lms.example.edu/{new string('i', 255)}\"", "'issuer' is longer than 255 characters" },
        { "registration_endpoint", "\"http://lms.example.edu/register\"", "'registration_endpoint' must be https" },
        { "registration_endpoint", "\"file:///etc/passwd\"", "'registration_endpoint' must be an absolute https URL" },
        { "registration_endpoint", "\"/register\"", "'registration_endpoint' must be an absolute https URL" },
        { "registration_endpoint", "\"https://user:secret@lms.example.edu/\"", "neither a user nor a fragment" },
        { "token_endpoint", "\" https://lms.example.edu/token\"", "'token_endpoint' must be an absolute https URL" },
        { "token_endpoint", "\"https://lms.example.edu/a token\"", "'token_endpoint' must be an absolute https URL" },
        { "jwks_uri", $"\"https://lms.example.edu/{new string('k', 2048)}\"", "'jwks_uri' is longer than 2048 characters" },
        { "jwks_uri", "[]", "'jwks_uri' that is not text" },
        { "jwks_uri", "\"https://\\ud800\"", "half a surrogate pair" },
        { "id_token_signing_alg_values_supported", """["ES256"]""", "does not list 'RS256' in 'id_token_signing_alg_values_supported'" },
        { "id_token_signing_alg_values_supported", "\"RS256\"", "that is not a list" },
        { "response_types_supported", """["code", 7]""", "does not list 'id_token'" },
        { "token_endpoint_auth_methods_supported", "[]", "does not list 'private_key_jwt'" },
        { "issuer", "\"https://lms.example.edu:8443\"", "is not on the origin of its configuration" },
        { "authorization_server", "\"a\\u0000b\"", "U+0000" },
        { "authorization_server", $"\"{new string('a', 250_000)}\"", "at most 2048 characters" },
        { Claim, $$"""{ "product_family_code": "{{new string('p', 250_000)}}" }""", "'product_family_code' is longer than 255" },
        { Claim, $$"""{ "version": "{{new string('v', 256)}}" }""", "'version' is longer than 255" },
    };

    public static TheoryData<string, string, string> Odd { get; } = new()
    {
        { "nothing", "", "is not JSON" },
        { "a page of HTML", "<!doctype html>", "is not JSON" },
        { "cut off", """{ "issuer": "https://lms.""", "is not JSON" },
        { "an array", "[]", "is not a JSON object" },
        { "text", "\"issuer\"", "is not a JSON object" },
        { "null", "null", "is not a JSON object" },
        { "too deep", $"{{\"x\":{new string('[', 128)}{new string(']', 128)}}}", "nested deeper than 128 levels" },
        { "a member twice", """{ "issuer": "https://lms.example.edu", "issuer": "https://other.example.edu" }""", "duplicate or invalid member name" },
        { "a member twice, once escaped", """{ "issuer": "https://lms.example.edu", "\u0069ssuer": "https://other.example.edu" }""", "duplicate or invalid member name" },
        { "a member twice, within", """{ "x": [{ "a": 1, "a": 2 }] }""", "duplicate or invalid member name" },
        { "half a surrogate pair as a name", """{ "\ud800": 1 }""", "duplicate or invalid member name" },
        { "an empty object", "{}", "lacks required members: issuer, authorization_endpoint, token_endpoint, jwks_uri, registration_endpoint, " + Claim },
    };

    [Fact]
    public async Task Needed_members_and_the_token_are_stored_and_nothing_else()
    {
        var configuration = await StartAsync(token: "token-1");

        var kept = await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken);
        var needed = JsonNode.Parse(StubPlatform.Configuration)!.AsObject();
        needed[Claim]!.AsObject().Remove("vendor");
        Assert.Equal(LtiRegistrationSession.Create(_id, System.Text.Json.JsonElement.Parse(needed.ToJsonString()), "token-1"), kept);
        Assert.Equal(("https://lms.example.edu", "example 4.1+", "https://lms.example.edu/register/43"), (configuration.Issuer, configuration.Product, configuration.RegistrationEndpoint));
        Assert.Equal((new Uri(StubPlatform.ConfigurationUrl), "token-1"), _platform.Fetched);
    }

    [Theory]
    [InlineData("authorization_server", "{ \"a\": \"*\" }")]
    [InlineData("authorization_server", "[\"*\"]")]
    [InlineData("vendor", "\"*\"")]
    [InlineData(Claim, "{ \"vendor\": \"*\" }")]
    [InlineData(Claim, "{ \"messages_supported\": [\"*\"] }")]
    [InlineData("token_endpoint_auth_methods_supported", "[\"private_key_jwt\", \"*\"]")]
    public async Task Large_member_takes_no_space(string member, string json)
    {
        Set(member, json.Replace("*", new string('x', 250_000), StringComparison.Ordinal));

        await StartAsync();

        var kept = await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken);
        Assert.InRange(kept!.OpenIdConfiguration!.Value.GetRawText().Length, 1, 1_000);
    }

    [Theory]
    [InlineData("issuer", "\"https://lms.example.edu/\"")]
    [InlineData("issuer", "\"https://LMS.example.edu:443/moodle\"")]
    [InlineData("vendor", "\"a\\u0000b\"")]
    [InlineData("scopes_supported", "[]")]
    [InlineData("response_types_supported", """["code", "id_token"]""")]
    [InlineData("registration_endpoint", "\"https://api.example.edu/register\"")]
    [InlineData(Claim, "{}")]
    [InlineData(Claim, """{ "messages_supported": ["LtiResourceLinkRequest", 7] }""")]
    public async Task Missing_or_invalid_optional_member_is_accepted(string member, string json)
    {
        Set(member, json);

        await StartAsync();

        Assert.NotNull(await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Byte_order_mark_is_ignored()
    {
        _platform.Json = '\uFEFF' + StubPlatform.Configuration;

        await StartAsync();

        Assert.NotNull(await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Configuration_without_a_required_member_is_refused_and_nothing_is_stored(string member, string json, string reason)
    {
        Set(member, json);

        await ShouldRefuseAsync(reason);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Invalid_configuration_is_refused_and_nothing_is_stored(string name, string json, string reason)
    {
        Assert.NotEmpty(name);
        _platform.Json = json;

        await ShouldRefuseAsync(reason);
    }

    [Theory]
    [InlineData("", "must be an absolute https URL")]
    [InlineData("lms.example.edu", "must be an absolute https URL")]
    [InlineData("http://lms.example.edu/configuration", "must be https")]
    [InlineData("http://localhost.evil.example/configuration", "must be https")]
    [InlineData("ftp://lms.example.edu/configuration", "must be an absolute https URL")]
    [InlineData("https:\\\\lms.example.edu\\", "must be an absolute https URL")]
    [InlineData("https://lms.example.edu@evil.example/", "must have neither a user nor a fragment")]
    public async Task Disallowed_address_is_refused_before_any_request(string url, string reason)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => StartAsync(url));

        Assert.Contains($"'openid_configuration' {reason}", refused.Message, StringComparison.Ordinal);
        Assert.Null(_platform.Fetched);
    }

    [Theory]
    [InlineData("http://localhost:3000/configuration", "http://localhost:3000/")]
    [InlineData("http://127.0.0.1/configuration", "http://127.0.0.1")]
    [InlineData("http://[::1]:80/configuration", "http://[::1]")]
    public async Task Local_platform_may_use_http(string url, string issuer)
    {
        Set("issuer", $"\"{issuer}\"");

        Assert.Equal(issuer, (await StartAsync(url)).Issuer);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("héhé")]
    public async Task Token_invalid_in_a_header_is_refused_before_any_request(string token)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => StartAsync(token: token));

        Assert.Contains("registration_token", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, refused.Message, StringComparison.Ordinal);
        Assert.Null(_platform.Fetched);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private void Set(string member, string json)
    {
        var configuration = JsonNode.Parse(StubPlatform.Configuration)!.AsObject();
        configuration.Remove(member);
        var rest = configuration.ToJsonString();

        // The test builds text, because a document of this library can't hold some of these values.
        _platform.Json = json.Length == 0 ? rest : $"{rest[..^1]},\"{member}\":{json}}}";
    }

    private async Task<PlatformConfiguration> StartAsync(string url = StubPlatform.ConfigurationUrl, string? token = null)
        => await new Registrations(_storage, _platform, new RefusedRegistrations(TimeProvider.System)).StartAsync(_id, url, token, TestContext.Current.CancellationToken);

    private async Task ShouldRefuseAsync(string reason)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(token: "a-secret-token"));

        Assert.True(refused is RequestRefusedException or ArgumentException, refused.ToString());
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-token", refused.Message, StringComparison.Ordinal);
        Assert.Null(await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken));
    }
}
