using System.Text.Json.Nodes;
using Lti.Storage.QuickStart.Tests.Commands;
using Lti.Storage.QuickStart.Tests.Registration;
using QuickStart.Commands;
using QuickStart.Registration;

namespace Lti.Storage.QuickStart.Tests.Register;

public sealed class RegisterTests : IDisposable
{
    private readonly PlayedFolder<FileRegistration> _folder = new("register");

    public static TheoryData<string, string> Odd { get; } = new()
    {
        { "", "is not JSON" },
        { "this is not JSON", "is not JSON" },
        { "[]", "is not a JSON object" },
        { "[{}]", "is not a JSON object" },
        { "{}", "lacks required members: issuer, authorization_endpoint, token_endpoint, jwks_uri, registration_endpoint, " + PlatformConfiguration.Claim },
        { """{ "issuer": 7 }""", "lacks required members: authorization_endpoint" },
        { """{ "issuer": "https://a.example", "issuer": "https://b.example" }""", "duplicate or invalid member name" },
        { """{ "issuer": "\ud800" }""", "lacks required members: authorization_endpoint" },
        { $$"""{ "issuer": "https://a.example", "x": {{new string('[', 200)}}{{new string(']', 200)}} }""", "nested deeper than 128 levels" },
        { $$"""{ "issuer": "https://a.example", "x": "{{new string('x', 300_000)}}" }""", "larger than 262144 bytes" },
    };

    /// <summary>A member with its JSON and a part of the refusal.</summary>
    public static TheoryData<string, string, string> Unusable { get; } = new()
    {
        { "issuer", "\"http://lms.example.edu\"", "'issuer' must be https" },
        { "issuer", "\"http://\"", "'issuer' must be an absolute https URL" },
        { "issuer", "{}", "'issuer' that is not text" },
        { "registration_endpoint", "null", "lacks required members: registration_endpoint." },
        { "registration_endpoint", "\"http://lms.example.edu/register\"", "'registration_endpoint' must be https" },
        { "id_token_signing_alg_values_supported", """["ES256"]""", "does not list 'RS256'" },
        { "authorization_server", $"\"{new string('a', 2049)}\"", "'authorization_server' must have at most 2048" },
        { "authorization_server", "\"a\\u0000b\"", "U+0000" },
    };

    [Theory]
    [InlineData("example", "1")]
    [InlineData("canvas", "default")]
    public async Task Configuration_is_registered_and_launched_and_its_second_completion_is_refused(string product, string deployment)
    {
        Write("one.json", PlatformConfiguration.Claim, $$"""{ "product_family_code": "{{product}}" }""");

        Assert.Equal(0, await _folder.RunAsync());

        var row = Row();
        Assert.EndsWith($"1 of 1 as expected{Environment.NewLine}", _folder.Output, StringComparison.Ordinal);
        Assert.Equal(["one.json", product, "https://lms.example.edu"], row[..3]);
        Assert.Equal(["yes", "yes", deployment, "yes", "yes"], row[5..10]);
        Assert.Equal(["yes", "Created", "yes", "Found", deployment == "1" ? "Found" : "FoundThroughDefault"], row[10..15]);
    }

    [Theory]
    [InlineData("issuer", "\"http://localhost:3000/\"")]
    [InlineData("issuer", "\"https://lms.example.edu:8443/moodle\"")]
    [InlineData("scopes_supported", "[]")]
    [InlineData("messages_supported", """["LtiResourceLinkRequest"]""")]
    [InlineData("vendor", """{ "x": [1e400, 0.10, 123456789012345678901234567890] }""")]
    public async Task Invalid_optional_member_is_accepted(string member, string json)
    {
        Write("one.json", member, json);

        Assert.Equal(0, await _folder.RunAsync());
        Assert.DoesNotContain("refused: ", _folder.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"https://api.lms.example.edu/auth/token\"", "https://api.lms.example.edu/auth/token")]
    [InlineData("\"lms.example.edu\"", "lms.example.edu")]
    [InlineData("\"\"", "")]
    [InlineData("7", "")]
    public async Task Audience_of_token_requests_is_the_authorization_server(string json, string audience)
    {
        Write("one.json", "authorization_server", json);

        Assert.Equal(0, await _folder.RunAsync());
        Assert.Equal(audience.Length > 0, Row().Contains(audience, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""["LtiResourceLinkRequest", "LtiDeepLinkingRequest"]""")]
    [InlineData("""[{ "type": "LtiResourceLinkRequest", "placements": ["x"] }, "LtiDeepLinkingRequest", 7, {}, null]""")]
    public async Task Messages_are_texts_or_objects_and_scopes_need_no_openid(string messages)
    {
        var configuration = JsonNode.Parse(StubPlatform.Configuration)!.AsObject();
        configuration["scopes_supported"] = JsonNode.Parse("""["https://purl.imsglobal.org/spec/lti-ags/scope/score"]""");
        configuration[PlatformConfiguration.Claim] = JsonNode.Parse($$"""{ "product_family_code": "moodle", "messages_supported": {{messages}} }""");
        _folder.Write("one.json", configuration.ToJsonString());

        Assert.Equal(0, await _folder.RunAsync());
        Assert.Contains("LtiResourceLinkRequest, LtiDeepLinkingRequest", _folder.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("refused: ", _folder.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Invalid_configuration_is_refused_as_expected(string content, string reason)
    {
        _folder.Write("one.json", content);

        await ShouldRefuseAsync(reason);
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task Configuration_without_a_required_member_is_refused_as_expected(string member, string json, string reason)
    {
        Write("one.json", member, json);

        await ShouldRefuseAsync(reason);
    }

    [Fact]
    public async Task Invalid_utf_8_is_refused()
    {
        _folder.Write("one.json", [.. "{\"issuer\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);

        await ShouldRefuseAsync("is not UTF-8 text");
    }

    [Fact]
    public async Task Configuration_with_a_byte_order_mark_is_registered()
    {
        _folder.Write("one.json", '\uFEFF' + StubPlatform.Configuration);

        Assert.Equal(0, await _folder.RunAsync());
        Assert.DoesNotContain("refused: ", _folder.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_one_platform_have_a_row_each()
    {
        _folder.Write("a.json", StubPlatform.Configuration);
        _folder.Write("b.JSON", StubPlatform.Configuration);
        _folder.Write("c\n\u001b[31m.json", "{}");
        _folder.Write("ignored.txt", "not looked at");

        Assert.Equal(0, await _folder.RunAsync());
        Assert.DoesNotContain('\u001b', _folder.Output);
        var lines = _folder.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.Equal("3 of 3 as expected", lines[^1]);
        Assert.Equal(1, _folder.Output.Split("refused: ").Length - 1);
    }

    [Fact]
    public async Task Unreadable_file_is_not_as_expected()
    {
        _folder.Write("a.json", StubPlatform.Configuration);
        File.CreateSymbolicLink(_folder.PathOf("b.json"), _folder.PathOf("gone"));

        Assert.Equal(1, await _folder.RunAsync());
        Assert.Contains("NOT AS EXPECTED", _folder.Output, StringComparison.Ordinal);
        Assert.EndsWith($"1 of 2 as expected{Environment.NewLine}", _folder.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_folder_argument_is_one_line_and_exit_code_2()
    {
        Assert.Equal(2, await _folder.RunAsync([]));
        Assert.Equal($"register takes one folder of JSON files: register <folder>{Environment.NewLine}", _folder.Errors);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string member, string json)
    {
        var configuration = JsonNode.Parse(StubPlatform.Configuration)!.AsObject();
        configuration.Remove(member);
        _folder.Write(name, $"{configuration.ToJsonString()[..^1]},\"{member}\":{json}}}");
    }

    private async Task ShouldRefuseAsync(string reason)
    {
        Assert.Equal(0, await _folder.RunAsync());
        Assert.EndsWith($"1 of 1 as expected{Environment.NewLine}", _folder.Output, StringComparison.Ordinal);
        Assert.Contains("refused: ", _folder.Output, StringComparison.Ordinal);
        Assert.Contains(reason, _folder.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("yes", _folder.Output, StringComparison.Ordinal);
    }

    /// <summary>Gets the cells of the first row.</summary>
    private string[] Row() => _folder.Output.Split(Environment.NewLine)[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
