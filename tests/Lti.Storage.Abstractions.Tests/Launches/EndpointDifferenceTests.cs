namespace Lti.Storage.Abstractions.Tests.Launches;

/// <summary>Tests which members of endpoints count as different.</summary>
[Trait("Rule", "L8")]
public sealed class EndpointDifferenceTests
{
    private static readonly LtiEndpoints _endpoints = new()
    {
        AuthorizationUrl = "https://a.example",
        TokenUrl = "https://t.example",
        JwksUrl = "https://j.example",
        TokenAudience = "audience",
    };

    public static TheoryData<string> Members { get; } = [.. typeof(LtiEndpoints).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Members))]
    public void Each_member_differs_alone_and_by_its_case(string member)
    {
        var property = typeof(LtiEndpoints).GetProperty(member)!;
        var other = _endpoints with { };
        property.SetValue(other, ((string)property.GetValue(other)!).ToUpperInvariant());

        Assert.Equal([member], _endpoints.DifferencesFrom(other));
        Assert.Equal([member], other.DifferencesFrom(_endpoints));
    }

    [Fact]
    public void Equal_endpoints_do_not_differ()
        => Assert.Empty(_endpoints.DifferencesFrom(_endpoints with { }));

    [Fact]
    public void All_members_can_differ_together()
        => Assert.Equal(
            Members.Select(row => row.Data).Order(StringComparer.Ordinal),
            _endpoints.DifferencesFrom(new LtiEndpoints { AuthorizationUrl = "1", TokenUrl = "2", JwksUrl = "3" }).Order(StringComparer.Ordinal));

    [Fact]
    public void Absent_token_audience_differs_from_the_token_url_as_audience()
        => Assert.Equal(
            ["TokenAudience"],
            (_endpoints with { TokenAudience = null }).DifferencesFrom(_endpoints with { TokenAudience = _endpoints.TokenUrl }));

    [Fact]
    public void Null_is_rejected() => Assert.Throws<ArgumentNullException>("other", () => _endpoints.DifferencesFrom(null!));
}
