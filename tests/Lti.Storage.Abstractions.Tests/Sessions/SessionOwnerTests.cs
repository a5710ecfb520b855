using System.Text;

namespace Lti.Storage.Abstractions.Tests.Sessions;

public sealed class SessionOwnerTests
{
    private const string Document = """
        {"platform":{"issuer":"https://a.example","clientId":4711,"deploymentId":"d"},"user":{"id":7},"context":{"id":"course"}}
        """;

    private static readonly SessionOwner _owner = new("https://a.example", "4711", "d", "7", "course");

    [Fact]
    public void Ids_that_are_numbers_are_their_texts() => Assert.Equal(_owner, SessionOwner.Read(Session(Document)));

    [Fact]
    public void Anonymous_session_without_a_context_has_neither_id()
        => Assert.Equal(
            new SessionOwner("i", "c", "d", UserId: null, ContextId: null),
            SessionOwner.Read(Session("""{"platform":{"issuer":"i","clientId":"c","deploymentId":"d"}}""")));

    [Theory]
    [InlineData("""{"platform":{"clientId":"c","deploymentId":"d"}}""")]
    [InlineData("""{"platform":{"issuer":"i","deploymentId":"d"}}""")]
    [InlineData("""{"platform":{"issuer":"i","clientId":"c"}}""")]
    public void Session_without_its_platform_is_refused(string document)
        => Assert.Throws<ArgumentException>("session", () => SessionOwner.Read(Session(document)));

    [Fact]
    public void Filter_with_an_issuer_selects_each_session_of_it() => Assert.True(_owner.Matches(new SessionFilter { Issuer = _owner.Issuer }));

    [Fact]
    public void Filter_with_all_parts_selects_a_session_that_has_them() => Assert.True(_owner.Matches(Whole()));

    [Fact]
    public void Filter_with_one_other_part_selects_nothing()
    {
        Assert.False(_owner.Matches(Whole() with { Issuer = "https://A.example" }));
        Assert.False(_owner.Matches(Whole() with { ClientId = "471" }));
        Assert.False(_owner.Matches(Whole() with { DeploymentId = "D" }));
        Assert.False(_owner.Matches(Whole() with { UserId = "07" }));
        Assert.False(_owner.Matches(Whole() with { ContextId = "" }));
        Assert.False((_owner with { UserId = null }).Matches(Whole()));
    }

    [Fact]
    public void Summary_has_the_ids_of_the_platform_and_the_user()
    {
        var (id, expiresAt) = (Guid.NewGuid(), DateTimeOffset.UnixEpoch);

        Assert.Equal(
            new SessionSummary
            {
                Id = id,
                Issuer = "https://a.example",
                ClientId = "4711",
                DeploymentId = "d",
                UserId = "7",
                ExpiresAt = expiresAt,
            },
            _owner.ToSummary(id, expiresAt));
    }

    private static SessionFilter Whole() => new()
    {
        Issuer = "https://a.example",
        ClientId = "4711",
        DeploymentId = "d",
        UserId = "7",
        ContextId = "course",
    };

    private static LtiSession Session(string document) => LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(document));
}
