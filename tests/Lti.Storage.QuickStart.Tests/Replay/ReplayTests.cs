using System.Text;
using System.Text.Json;
using Lti.Storage.QuickStart.Tests.Commands;
using QuickStart.Commands;
using QuickStart.Platform;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests.Replay;

public sealed class ReplayTests : IDisposable
{
    private const string Claims = "\"iss\":\"https://lms.example.edu\",\"aud\":\"client\",\"https://purl.imsglobal.org/spec/lti/claim/deployment_id\":\"1\"";

    private readonly PlayedFolder<FileReplay> _folder = new("replay");

    public static TheoryData<string, string> Accepted { get; } = new()
    {
        { "everything supplied", "{}" },
        { "a payload of a platform", $"{{{Claims},\"name\":\"Ada\"}}" },
        { "a byte order mark", $"\ufeff{{{Claims}}}" },
        { "numbers beyond a double", $"{{{Claims},\"x\":[1e400,-1E-400,0.10,123456789012345678901234567890]}}" },
        { "numbers where strings belong", $"{{{Claims},\"name\":7,\"https://purl.imsglobal.org/spec/lti/claim/custom\":{{\"a\":1,\"b\":null}}}}" },
        { "duplicate members", $"{{{Claims},\"x\":{{\"a\":1,\"a\":2}},\"x\":{{\"a\":3,\"a\":4}}}}" },
        { "members that differ by case", $"{{{Claims},\"X\":1,\"x\":2,\"\":3,\" \":4}}" },
        { "100 levels", $"{{{Claims},\"x\":{new string('[', 100)}{new string(']', 100)}}}" },
        { "several audiences with azp", Audiences("""["other","client"]""", ",\"azp\":\"client\"") },
        { "several audiences, azp not among them", Audiences("""["client","other"]""", ",\"azp\":\"third\"") },
        { "one audience in a list", Audiences("""["client"]""", "") },
        { "several audiences, one of them no text", Audiences("""["client",7]""", "") },
        { "300 KB", $"{{{Claims},\"x\":\"{new string('x', 300_000)}\"}}" },
        { "times and nonce of another day", $"{{{Claims},\"iat\":1,\"exp\":2,\"nonce\":\"old\"}}" },
    };

    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "an empty file", "" },
        { "no JSON", "this is not JSON" },
        { "cut off", $"{{{Claims}," },
        { "an array", "[]" },
        { "text after the object", "{} {}" },
        { "an issuer that is null", "{\"iss\":null}" },
        { "an issuer that is a number", "{\"iss\":7}" },
        { "an empty issuer", "{\"iss\":\"\"}" },
        { "an issuer too long", $"{{\"iss\":\"{new string('i', 256)}\"}}" },
        { "an empty deployment id", "{\"https://purl.imsglobal.org/spec/lti/claim/deployment_id\":\"\"}" },
        { "no audience in the list", "{\"aud\":[]}" },
        { "an audience that is a number", "{\"aud\":7}" },
        { "U+0000", $"{{{Claims},\"x\":\"a\\u0000b\"}}" },
        { "U+0000 in a member name", $"{{{Claims},\"a\\u0000b\":1}}" },
        { "half a surrogate pair", $"{{{Claims},\"x\":\"\\ud83d\"}}" },
        { "half a surrogate pair in a member name", $"{{{Claims},\"\\ud83d\":1}}" },
        { "U+0000 in the nonce of another day", $"{{{Claims},\"nonce\":\"a\\u0000b\"}}" },
        { "half a surrogate pair where a time belongs", $"{{{Claims},\"iat\":\"\\ud83d\"}}" },
        { "half a surrogate pair as an audience", Audiences("\"\\ud83d\"", "") },
        { "a time too deep", $"{{{Claims},\"exp\":{new string('[', 128)}{new string(']', 128)}}}" },
        { "a time too long", $"{{{Claims},\"iat\":1e1000000}}" },
        { "too deep", $"{{{Claims},\"x\":{new string('[', 128)}{new string(']', 128)}}}" },
        { "far too deep", $"{{{Claims},\"x\":{new string('[', 20_000)}{new string(']', 20_000)}}}" },
        { "too large", $"{{{Claims},\"x\":\"{new string('x', 1_100_000)}\"}}" },
        { "a number too long", $"{{{Claims},\"x\":1e1000000}}" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Valid_file_is_stored_equal_and_its_replay_is_refused(string name, string content)
    {
        _folder.Write("one.json", content);

        Assert.Equal(0, await _folder.RunAsync());
        Assert.True(_folder.Output.EndsWith($"1 of 1 as expected{Environment.NewLine}", StringComparison.Ordinal), name);
        Assert.DoesNotContain("refused:", _folder.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Invalid_file_is_refused_as_expected_with_its_error_in_the_table(string name, string content)
    {
        _folder.Write("one.json", content);

        Assert.Equal(0, await _folder.RunAsync());
        Assert.True(_folder.Output.EndsWith($"1 of 1 as expected{Environment.NewLine}", StringComparison.Ordinal), name);
        Assert.Contains("refused: ", _folder.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("yes", _folder.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("roles\":\"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor\"", "instructor")]
    [InlineData("roles\":[\"http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant\"]", "instructor, teaching assistant")]
    [InlineData(
        "roles\":[\"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator\","
            + "\"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor\",\"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner\"]",
        "  learner  ")]
    public async Task Row_names_the_roles_in_the_course_only(string claim, string expected)
    {
        _folder.Write("one.json", $"{{{Claims},\"https://purl.imsglobal.org/spec/lti/claim/{claim}}}");

        Assert.Equal(0, await _folder.RunAsync());
        Assert.Contains(expected, _folder.Output.Split(Environment.NewLine)[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sub\":4711", "  4711  ")]
    [InlineData("\"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint\":{\"lineitem\":\"https://lms.example.edu/item?id=31&c=9\"}", "https://lms.example.edu/item?id=31&c=9")]
    [InlineData("\"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint\":{\"lineitem\":\"https://lms.example.edu/lineitem?type_id=6\"}", "lineitem?type_id=6")]
    public async Task Row_has_the_user_as_text_and_the_line_item_as_sent(string claim, string expected)
    {
        _folder.Write("one.json", $"{{{Claims},{claim}}}");

        Assert.Equal(0, await _folder.RunAsync());
        var row = _folder.Output.Split(Environment.NewLine)[1];
        Assert.Contains(expected, row, StringComparison.Ordinal);
        Assert.Equal(4, row.Split("yes").Length - 1);
        Assert.Contains("  Found  Found  ", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "accepts it")]
    [InlineData("{\"https://purl.imsglobal.org/spec/lti/claim/version\":\"1.1\"}", "The launch is not of LTI version 1.3.0.")]
    [InlineData("{\"https://purl.imsglobal.org/spec/lti/claim/message_type\":\"LtiSubmissionReviewRequest\"}", "This tool does not support that type of message.")]
    [InlineData("{\"aud\":[\"client\",\"other\"],\"azp\":\"client\"}", "The id_token is also for others than this tool.")]
    [InlineData("{\"https://purl.imsglobal.org/spec/lti/claim/target_link_uri\":\"no address\"}", "The launch is for a page")]
    [InlineData("[]", "  -  ")]
    public async Task Row_says_whether_this_tool_accepts_the_launch(string content, string expected)
    {
        _folder.Write("one.json", content);

        Assert.Equal(0, await _folder.RunAsync());
        var lines = _folder.Output.Split(Environment.NewLine);
        var column = lines[0].IndexOf("this tool", StringComparison.Ordinal);
        Assert.StartsWith(expected.Trim(), lines[1][column..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_at_the_size_limit_is_stored_and_a_larger_one_stores_nothing()
    {
        var room = LargestFiller();

        _folder.Write("fits.json", Filled(room));
        _folder.Write("over.json", Filled(room + 1));

        Assert.Equal(0, await _folder.RunAsync());
        Assert.EndsWith($"2 of 2 as expected{Environment.NewLine}", _folder.Output, StringComparison.Ordinal);
        Assert.Equal(1, _folder.Output.Split("refused: session has a document of").Length - 1);
    }

    [Fact]
    public async Task Contract_refuses_invalid_utf_8()
    {
        _folder.Write("one.json", [.. Encoding.UTF8.GetBytes($"{{{Claims},\"x\":\""), 0xFF, 0xFE, .. "\"}"u8]);

        Assert.Equal(0, await _folder.RunAsync());
        Assert.Contains("refused: ", _folder.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_file_of_a_folder_has_a_row()
    {
        _folder.Write("a.json", "{}");
        _folder.Write("b.json", "[]");
        _folder.Write("c.json", $"{{{Claims}}}");
        _folder.Write("d\n\u001b[31m.JSON", "{}");
        _folder.Write("ignored.txt", "not looked at");

        Assert.Equal(0, await _folder.RunAsync());
        Assert.DoesNotContain('\u001b', _folder.Output);
        var lines = _folder.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.All(["file", "platform", "message type", "size", "stored", "equal", "replay refused", "login", "launch", "time"], column => Assert.Contains(column, lines[0], StringComparison.Ordinal));
        Assert.Equal("4 of 4 as expected", lines[^1]);
    }

    [Fact]
    public async Task Unreadable_file_is_not_as_expected()
    {
        _folder.Write("a.json", "{}");
        File.CreateSymbolicLink(_folder.PathOf("b.json"), _folder.PathOf("gone"));

        Assert.Equal(1, await _folder.RunAsync());
        Assert.Contains("NOT AS EXPECTED", _folder.Output, StringComparison.Ordinal);
        Assert.EndsWith($"1 of 2 as expected{Environment.NewLine}", _folder.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one two")]
    [InlineData("/no/such/folder")]
    [InlineData("a\0b")]
    public async Task Missing_folder_is_one_line_and_exit_code_2(string arguments)
    {
        Assert.Equal(2, await _folder.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Single(_folder.Errors.TrimEnd().Split('\n'));
        Assert.Empty(_folder.Output);
    }

    [Fact]
    public async Task Folder_without_json_files_is_one_line_and_exit_code_2()
    {
        _folder.Write("readme.txt", "nothing");

        Assert.Equal(2, await _folder.RunAsync());
        Assert.Contains("has no JSON files", _folder.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Filled(int filler) => $"{{{Claims},\"x\":\"{new string('x', filler)}\"}}";

    /// <summary>Gets the filler length for a document of exactly the size limit once it is signed.</summary>
    private static int LargestFiller()
    {
        using var key = new PlatformKey();
        using var claims = JsonDocument.Parse(Filled(0));
        var payload = new IdTokens(key, TimeProvider.System).Compose(claims.RootElement, LtiNonce.Create());
        return new LtiStorageOptions().MaxDocumentBytes - LtiSession.FromClaims(payload, "client").Utf8Document.Length;
    }

    private static string Audiences(string audience, string more)
        => $"{{\"iss\":\"https://lms.example.edu\",\"aud\":{audience}{more},\"https://purl.imsglobal.org/spec/lti/claim/deployment_id\":\"1\"}}";
}
