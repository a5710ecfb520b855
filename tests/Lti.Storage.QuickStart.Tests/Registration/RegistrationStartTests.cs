using System.Text.Json.Nodes;
using Lti.Storage.InMemory;
using QuickStart;
using QuickStart.Tool.Registration;

namespace Lti.Storage.QuickStart.Tests.Registration;

/// <summary>The first request: what is taken is kept whole, and what is refused leaves nothing.</summary>
public sealed class RegistrationStartTests : IAsyncDisposable
{
    private const string Claim = PlatformConfiguration.Claim;

    private readonly InMemoryLtiStorage _storage = new();
    private readonly StubPlatform _platform = new();
    private readonly Guid _id = Registrations.NewId();

    /// <summary>Members in JSON, or nothing to take a member away, and what the refusal says.</summary>
    public static TheoryData<string, string, string> Unusable { get; } = new()
    {
        { "issuer", "", "lacks what a registration needs: issuer." },
        { "authorization_endpoint", "", "lacks what a registration needs: authorization_endpoint." },
        { "token_endpoint", "null", "lacks what a registration needs: token_endpoint." },
        { "jwks_uri", "", "lacks what a registration needs: jwks_uri." },
        { "registration_endpoint", "", "lacks what a registration needs: registration_endpoint." },
        { Claim, "", $"lacks what a registration needs: {Claim}." },
        { Claim, "[]", "that is no object" },
        { Claim, """{ "product_family_code": 7 }""", "'product_family_code' that is no text" },
        { Claim, """{ "version": {} }""", "'version' that is no text" },
        { "issuer", "7", "'issuer' that is no text" },
        { "issuer", "\"\"", "'issuer' must be an absolute https URL" },
        { "issuer", "\"lms.example.edu\"", "'issuer' must be an absolute https URL" },
        { "issuer", "\"http://lms.example.edu\"", "'issuer' must be https" },
        { "issuer", "\"https://lms.example.edu?a=1\"", "'issuer' must have no query" },
        { "issuer", "\"https://lms.example.edu#a\"", "neither a user nor a fragment" },
        { "issuer", "\"https://other.example.edu\"", "The issuer 'https://other.example.edu' is not on the host that its configuration comes from, 'lms.example.edu'." },
        { "issuer", "\"https://lms.example.edu.evil.example\"", "is not on the host" },
        { "issuer", $"\"https://lms.example.edu/{new string('i', 255)}\"", "'issuer' is longer than 255 characters" },
        { "registration_endpoint", "\"http://lms.example.edu/register\"", "'registration_endpoint' must be https" },
        { "registration_endpoint", "\"file:///etc/passwd\"", "'registration_endpoint' must be an absolute https URL" },
        { "registration_endpoint", "\"/register\"", "'registration_endpoint' must be an absolute https URL" },
        { "registration_endpoint", "\"https://user:secret@lms.example.edu/\"", "neither a user nor a fragment" },
        { "token_endpoint", "\" https://lms.example.edu/token\"", "'token_endpoint' must be an absolute https URL" },
        { "token_endpoint", "\"https://lms.example.edu/a token\"", "'token_endpoint' must be an absolute https URL" },
        { "jwks_uri", $"\"https://lms.example.edu/{new string('k', 2048)}\"", "'jwks_uri' is longer than 2048 characters" },
        { "jwks_uri", "[]", "'jwks_uri' that is no text" },
        { "jwks_uri", "\"https://\\ud800\"", "half a surrogate pair" },
        { "id_token_signing_alg_values_supported", """["ES256"]""", "'RS256' is not among its 'id_token_signing_alg_values_supported'" },
        { "id_token_signing_alg_values_supported", "\"RS256\"", "that is no list" },
        { "response_types_supported", """["code", 7]""", "'id_token' is not among" },
        { "token_endpoint_auth_methods_supported", "[]", "'private_key_jwt' is not among" },
        { "vendor", "\"a\\u0000b\"", "U+0000" },
        { "vendor", "\"\\udc00\"", "surrogate pair" },
    };

    public static TheoryData<string, string, string> Odd { get; } = new()
    {
        { "nothing", "", "is no JSON" },
        { "a page of HTML", "<!doctype html>", "is no JSON" },
        { "cut off", """{ "issuer": "https://lms.""", "is no JSON" },
        { "an array", "[]", "is no JSON object" },
        { "text", "\"issuer\"", "is no JSON object" },
        { "null", "null", "is no JSON object" },
        { "too deep", $"{{\"x\":{new string('[', 128)}{new string(']', 128)}}}", "nested deeper than 128 levels" },
        { "a member twice", """{ "issuer": "https://lms.example.edu", "issuer": "https://other.example.edu" }""", "names a member twice" },
        { "a member twice, once escaped", """{ "issuer": "https://lms.example.edu", "\u0069ssuer": "https://other.example.edu" }""", "names a member twice" },
        { "a member twice, within", """{ "x": [{ "a": 1, "a": 2 }] }""", "names a member twice" },
        { "half a surrogate pair as a name", """{ "\ud800": 1 }""", "or by what is no text" },
        { "an empty object", "{}", "lacks what a registration needs: issuer, authorization_endpoint, token_endpoint, jwks_uri, registration_endpoint, " + Claim },
    };

    [Fact]
    public async Task What_a_platform_sends_is_kept_whole_with_its_token()
    {
        var configuration = await StartAsync(token: "token-1");

        var kept = await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken);
        using var sent = System.Text.Json.JsonDocument.Parse(StubPlatform.Configuration);
        Assert.Equal(LtiRegistrationSession.Create(_id, sent.RootElement, "token-1"), kept);
        Assert.Equal(("https://lms.example.edu", "example 4.1+", "https://lms.example.edu/register/43"), (configuration.Issuer, configuration.Product, configuration.RegistrationEndpoint));
        Assert.Equal((new Uri(StubPlatform.ConfigurationUrl), "token-1"), _platform.Fetched);
    }

    [Theory]
    [InlineData("issuer", "\"https://lms.example.edu/\"")]
    [InlineData("issuer", "\"https://LMS.example.edu:8443/moodle\"")]
    [InlineData("scopes_supported", "[]")]
    [InlineData("response_types_supported", """["code", "id_token"]""")]
    [InlineData("registration_endpoint", "\"https://api.example.edu/register\"")]
    [InlineData(Claim, "{}")]
    [InlineData(Claim, """{ "messages_supported": ["LtiResourceLinkRequest", 7] }""")]
    public async Task What_a_registration_can_do_without_may_be_absent_or_odd(string member, string json)
    {
        Set(member, json);

        await StartAsync();

        Assert.NotNull(await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_configuration()
    {
        _platform.Json = '\uFEFF' + StubPlatform.Configuration;

        await StartAsync();

        Assert.NotNull(await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task A_configuration_that_lacks_what_a_registration_needs_is_refused_and_nothing_is_kept(string member, string json, string reason)
    {
        Set(member, json);

        await ShouldRefuseAsync(reason);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task What_is_no_configuration_is_refused_and_nothing_is_kept(string name, string json, string reason)
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
    public async Task An_address_that_is_not_asked_is_refused_before_any_request(string url, string reason)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => StartAsync(url));

        Assert.Contains($"'openid_configuration' {reason}", refused.Message, StringComparison.Ordinal);
        Assert.Null(_platform.Fetched);
    }

    [Theory]
    [InlineData("http://localhost:3000/configuration", "http://localhost:3000/")]
    [InlineData("http://127.0.0.1/configuration", "http://127.0.0.1")]
    [InlineData("http://[::1]:80/configuration", "http://[::1]")]
    public async Task A_platform_on_this_machine_may_be_http(string url, string issuer)
    {
        Set("issuer", $"\"{issuer}\"");

        Assert.Equal(issuer, (await StartAsync(url)).Issuer);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("héhé")]
    public async Task A_token_that_no_header_can_carry_is_refused_before_any_request(string token)
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

        // As text, since a document of this library's could not hold what some of these do.
        _platform.Json = json.Length == 0 ? rest : $"{rest[..^1]},\"{member}\":{json}}}";
    }

    private async Task<PlatformConfiguration> StartAsync(string url = StubPlatform.ConfigurationUrl, string? token = null)
        => await new Registrations(_storage, _platform).StartAsync(_id, url, token, TestContext.Current.CancellationToken);

    private async Task ShouldRefuseAsync(string reason)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(token: "a-secret-token"));

        Assert.True(refused is RequestRefusedException or ArgumentException, refused.ToString());
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-token", refused.Message, StringComparison.Ordinal);
        Assert.Null(await _storage.FindRegistrationSessionAsync(_id, TestContext.Current.CancellationToken));
    }
}
