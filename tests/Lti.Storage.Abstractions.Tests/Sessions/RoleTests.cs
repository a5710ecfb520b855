using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

[Trait("Rule", "S5")]
public sealed class RoleTests
{
    [Theory]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor", "instructor")]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant", "instructor")]
    [InlineData("Instructor", "instructor")]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/membership#Learner", "student")]
    [InlineData("urn:lti:role:ims/lis/Learner", "student")]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator", "admin")]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/membership#ContentDeveloper", "content-developer")]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/membership#Member", "member")]
    public void A_short_role_is_present_if_a_role_contains_its_word(string role, string expected)
    {
        foreach (var session in new[] { WithRoles($"[\"{role}\"]"), WithRoles($"\"{role}\""), WithRoles($"\"\\u{(int)role[0]:x4}{role[1..]}\"") })
        {
            Assert.Equal([expected], session.User.Roles);
            Assert.Equal([role], session.RoleUris);
            Assert.Equal(
                (expected == "admin", expected == "instructor", expected == "student"),
                (session.IsAdmin, session.IsInstructor, session.IsStudent));
        }
    }

    [Theory]
    [InlineData("[\"\"]")]
    [InlineData("[]")]
    [InlineData("[\"instructor\", \"LEARNER\", \"http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor\"]")]
    [InlineData("[\"Student\", \"Teacher\", \"Admin\"]")]
    [InlineData("{\"role\":\"Instructor\"}")]
    [InlineData("[null, 7, true, [\"Instructor\"], {\"Instructor\":\"Instructor\"}]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData(null)]
    public void Other_words_other_case_and_other_types_make_no_short_role(string? roles)
    {
        var session = WithRoles(roles);

        Assert.Empty(session.User.Roles);
        Launch.AssertSameJson("[]", session.Document.GetProperty("user").GetProperty("roles"));
        Assert.Equal((false, false, false), (session.IsAdmin, session.IsInstructor, session.IsStudent));
    }

    [Fact]
    public void Short_roles_come_once_each_in_a_fixed_order()
    {
        var session = WithRoles(
            """["x#Member", "x#Administrator", "x#ContentDeveloper", "y#Administrator", "x#Learner", "x#Instructor", "y#Learner"]""");

        Assert.Equal(["instructor", "student", "admin", "content-developer", "member"], session.User.Roles);
    }

    [Fact]
    public void Every_one_of_1000_roles_counts_and_is_stored()
    {
        var roles = $"[{string.Join(',', Enumerable.Range(0, 999).Select(i => $"\"urn:example:role:{i}\""))}, \"x#Learner\"]";

        var session = WithRoles(roles);

        Assert.Equal(["student"], session.User.Roles);
        Launch.AssertSameJson(roles, session.Claims!.Value.GetProperty(Claim.Roles));
    }

    private static LtiSession WithRoles(string? roles) => Launch.Session((Claim.Roles, roles));
}
