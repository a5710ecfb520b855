using System.Text.Json;
using System.Text.Json.Serialization;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests that <c>System.Text.Json</c> writes the document of a session once and reads it back.</summary>
[Trait("Rule", "E8")]
public sealed partial class SessionJsonTests
{
    private static readonly JsonSerializerOptions _deep = new() { MaxDepth = LtiLimits.MaxDocumentDepth, WriteIndented = true };

    public static TheoryData<string> Payloads { get; } =
        ["blackboard-deep-linking", "brightspace-quicklink", "canvas-assignment", "moodle-activity", "moodle-deep-linking", "sakai-lesson"];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void The_document_is_written_once_without_the_id_and_read_back(string payload)
    {
        var session = Payload.Session(payload) with { ExpiresAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) };

        foreach (var json in new[]
        {
            JsonSerializer.Serialize(session),
            JsonSerializer.Serialize(session, _deep),
            JsonSerializer.Serialize(session, SessionContext.Default.LtiSession),
            JsonSerializer.Serialize<object>(session),
        })
        {
            Launch.AssertSameJson(session.Document, Launch.Json(json));
            Assert.DoesNotContain(session.Id.ToString(), json, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("2030", json, StringComparison.Ordinal);
            foreach (var read in new[]
            {
                JsonSerializer.Deserialize<LtiSession>(json)!,
                JsonSerializer.Deserialize(json, SessionContext.Default.LtiSession)!,
            })
            {
                Assert.Equal((Guid.Empty, null), (read.Id, read.ExpiresAt));
                Assert.Equal(session, LtiSession.FromDocument(session.Id, read.Utf8Document.Span));
                Assert.Equal(session.User with { Roles = read.User.Roles }, read.User);
            }
        }
    }

    [Fact]
    public void A_session_inside_another_value_is_read_back()
    {
        var holder = new Holder(Launch.Session(("name", "\"Ada </script> é\"")), null);

        var json = JsonSerializer.Serialize(holder, SessionContext.Default.Holder);
        var read = JsonSerializer.Deserialize(json, SessionContext.Default.Holder)!;

        Assert.DoesNotContain("</script>", json, StringComparison.Ordinal);
        Launch.AssertSameJson(holder.Session!.Document, read.Session!.Document);
        Assert.Null(read.Other);
    }

    [Fact]
    public void The_deepest_document_is_read_back_with_a_larger_depth()
    {
        var session = Launch.Session(("deep", Launch.Nested(LtiLimits.MaxDocumentDepth - 2)));

        var read = JsonSerializer.Deserialize<LtiSession>(JsonSerializer.Serialize(session, _deep), _deep)!;

        Launch.AssertSameJson(session.Document, read.Document);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("{\"user\":")]
    public void JSON_that_is_not_an_object_is_no_session(string json)
        => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<LtiSession>(json));

    [Fact]
    [Trait("Rule", "E2")]
    public async Task A_session_without_an_id_is_not_stored()
    {
        var provider = new Provider.RecordingProvider();
        var read = JsonSerializer.Deserialize<LtiSession>(JsonSerializer.Serialize(Launch.Session()))!;

        var adding = await Assert.ThrowsAsync<ArgumentException>(
            async () => await provider.AddSessionAsync(read, cancellationToken: TestContext.Current.CancellationToken));
        var completing = await Assert.ThrowsAsync<ArgumentException>(
            async () => await provider.CompleteLaunchAsync("nonce", read, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(("session", "session"), (adding.ParamName, completing.ParamName));
        Assert.Contains("FromDocument", adding.Message, StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
    }

    internal sealed record Holder(LtiSession? Session, LtiSession? Other);

    [JsonSerializable(typeof(LtiSession))]
    [JsonSerializable(typeof(Holder))]
    private sealed partial class SessionContext : JsonSerializerContext;
}
