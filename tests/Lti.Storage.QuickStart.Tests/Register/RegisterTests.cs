using System.Text.Json.Nodes;
using Lti.Storage.QuickStart.Tests.Commands;
using Lti.Storage.QuickStart.Tests.Registration;
using QuickStart.Register;
using QuickStart.Tool.Registration;

namespace Lti.Storage.QuickStart.Tests.Register;

public sealed class RegisterTests : IDisposable
{
    private readonly PlayedFolder<FileRegistration> _folder = new("register");

    public static TheoryData<string, string> Odd { get; } = new()
    {
        { "", "is no JSON" },
        { "this is no JSON", "is no JSON" },
        { "[]", "is no JSON object" },
        { "[{}]", "is no JSON object" },
        { "{}", "lacks what a registration needs: issuer, authorization_endpoint, token_endpoint, jwks_uri, registration_endpoint, " + PlatformConfiguration.Claim },
        { """{ "issuer": 7 }""", "lacks what a registration needs: authorization_endpoint" },
        { """{ "issuer": "https://a.example", "issuer": "https://b.example" }""", "names a member twice" },
        { """{ "issuer": "\ud800" }""", "lacks what a registration needs: authorization_endpoint" },
        { $$"""{ "issuer": "https://a.example", "x": {{new string('[', 200)}}{{new string(']', 200)}} }""", "nested deeper than 128 levels" },
        { $$"""{ "issuer": "https://a.example", "x": "{{new string('x', 300_000)}}" }""", "larger than 262144 bytes" },
    };

    /// <summary>A member, its JSON, and what the refusal says.</summary>
    public static TheoryData<string, string, string> Unusable { get; } = new()
    {
        { "issuer", "\"http://lms.example.edu\"", "'issuer' must be https" },
        { "issuer", "\"http://\"", "'issuer' must be an absolute https URL" },
        { "issuer", "{}", "'issuer' that is no text" },
        { "registration_endpoint", "null", "lacks what a registration needs: registration_endpoint." },
        { "registration_endpoint", "\"http://lms.example.edu/register\"", "'registration_endpoint' must be https" },
        { "id_token_signing_alg_values_supported", """["ES256"]""", "'RS256' is not among" },
        { "vendor", "\"a\\u0000b\"", "U+0000" },
    };

    [Theory]
    [InlineData("example", "1")]
    [InlineData("canvas", "default")]
    public async Task A_configuration_is_registered_stored_launched_and_its_second_completion_refused(string product, string deployment)
    {
        Write("one.json", PlatformConfiguration.Claim, $$"""{ "product_family_code": "{{product}}" }""");

        Assert.Equal(0, await _folder.RunAsync());

        var row = Row();
        Assert.EndsWith($"1 of 1 as expected{Environment.NewLine}", _folder.Output, StringComparison.Ordinal);
        Assert.Equal(["one.json", product, "https://lms.example.edu"], row[..3]);
        Assert.Equal(["yes", "yes", deployment, "yes", "yes"], row[5..10]);
    }

    [Theory]
    [InlineData("issuer", "\"http://localhost:3000/\"")]
    [InlineData("issuer", "\"https://lms.example.edu:8443/moodle\"")]
    [InlineData("scopes_supported", "[]")]
    [InlineData("messages_supported", """["LtiResourceLinkRequest"]""")]
    [InlineData("vendor", """{ "x": [1e400, 0.10, 123456789012345678901234567890] }""")]
    public async Task What_a_registration_can_do_without_may_be_odd(string member, string json)
    {
        Write("one.json", member, json);

        Assert.Equal(0, await _folder.RunAsync());
        Assert.DoesNotContain("refused: ", _folder.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task What_is_no_configuration_is_refused_and_as_expected(string content, string reason)
    {
        _folder.Write("one.json", content);

        await ShouldRefuseAsync(reason);
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task A_configuration_that_lacks_what_a_registration_needs_is_refused_and_as_expected(string member, string json, string reason)
    {
        Write("one.json", member, json);

        await ShouldRefuseAsync(reason);
    }

    [Fact]
    public async Task Text_that_is_no_utf_8_is_refused()
    {
        _folder.Write("one.json", [.. "{\"issuer\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);

        await ShouldRefuseAsync("is no UTF-8 text");
    }

    [Fact]
    public async Task A_configuration_with_a_byte_order_mark_is_registered()
    {
        _folder.Write("one.json", '\uFEFF' + StubPlatform.Configuration);

        Assert.Equal(0, await _folder.RunAsync());
        Assert.DoesNotContain("refused: ", _folder.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_many_files_has_a_row_for_each_though_they_are_of_one_platform()
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
    public async Task A_file_that_cannot_be_read_is_not_as_expected()
    {
        _folder.Write("a.json", StubPlatform.Configuration);
        File.CreateSymbolicLink(_folder.PathOf("b.json"), _folder.PathOf("gone"));

        Assert.Equal(1, await _folder.RunAsync());
        Assert.Contains("NOT AS EXPECTED", _folder.Output, StringComparison.Ordinal);
        Assert.EndsWith($"1 of 2 as expected{Environment.NewLine}", _folder.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_without_a_folder_is_one_clear_line_and_exit_code_2()
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

    /// <summary>The cells of the first file's row.</summary>
    private string[] Row() => _folder.Output.Split(Environment.NewLine)[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
