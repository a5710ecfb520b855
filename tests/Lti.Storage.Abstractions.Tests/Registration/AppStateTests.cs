using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Registration;

/// <summary>The tool's own state in a registration session.</summary>
public sealed class AppStateTests
{
    private static readonly Guid _id = Guid.NewGuid();

    [Theory]
    [Trait("Rule", "S5")]
    [InlineData("""{"tenant":"1"}""")]
    [InlineData("[1,2]")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("false")]
    public void App_state_may_be_any_JSON_value_and_is_a_member_of_the_document(string state)
    {
        var session = LtiRegistrationSession.Create(_id, Launch.Json("{}"), "token", Launch.Json(state));

        Launch.AssertSameJson(Launch.Json(state), session.AppState!.Value);
        Launch.AssertSameJson(
            Launch.Json($$"""{"openIdConfiguration":{},"registrationToken":"token","appState":{{state}}}"""),
            JsonElement.Parse(session.Utf8Document.Span));
        Assert.Equal(session, LtiRegistrationSession.FromDocument(_id, session.Utf8Document.Span));
        Assert.NotEqual(session, LtiRegistrationSession.Create(_id, Launch.Json("{}"), "token"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    public void Document_has_no_app_state_when_the_tool_gives_none(string? state)
    {
        var session = LtiRegistrationSession.Create(_id, Launch.Json("{}"), appState: state is null ? default(JsonElement) : Launch.Json(state));

        Assert.Null(session.AppState);
        Assert.False(JsonElement.Parse(session.Utf8Document.Span).TryGetProperty("appState", out _));
    }

    [Fact]
    [Trait("Rule", "E2")]
    public void App_state_that_cannot_be_stored_is_refused_and_not_repeated()
    {
        var error = Assert.Throws<ArgumentException>(() => LtiRegistrationSession.Create(_id, Launch.Json("{}"), appState: Launch.Json("\"canary \\u0000\"")));

        Assert.Equal("appState", error.ParamName);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }
}
