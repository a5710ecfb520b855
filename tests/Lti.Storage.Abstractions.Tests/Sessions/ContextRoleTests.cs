using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests the roles that a tool may grant rights by.</summary>
[Trait("Rule", "S5")]
public sealed class ContextRoleTests
{
    private const string Membership = "http://purl.imsglobal.org/vocab/lis/v2/membership";
    private const string Institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#";
    private const string System = "http://purl.imsglobal.org/vocab/lis/v2/system/person#";

    [Theory]
    [InlineData($"{Membership}#Instructor", "instructor")]
    [InlineData("Instructor", "instructor")]
    [InlineData($"{Membership}/Instructor#Lecturer", "instructor")]
    [InlineData($"{Membership}/Instructor#TeachingAssistant", "instructor assistant")]
    [InlineData($"{Membership}/Instructor#TeachingAssistantSection", "instructor assistant")]
    [InlineData($"{Membership}#TeachingAssistant", "assistant")]
    [InlineData("TeachingAssistant", "assistant")]
    [InlineData($"{Membership}#Learner", "learner")]
    [InlineData("Learner", "learner")]
    [InlineData($"{Membership}/Learner#GuestLearner", "learner")]
    [InlineData($"{Membership}/Learner#Instructor", "learner")]
    [InlineData($"{Membership}#Administrator", "administrator")]
    [InlineData("Administrator", "administrator")]
    [InlineData($"{Membership}/Administrator#Support", "administrator")]
    [InlineData($"{Membership}#Mentor", "")]
    [InlineData($"{Institution}Instructor", "")]
    [InlineData($"{Institution}Administrator", "")]
    [InlineData($"{Institution}Learner", "")]
    [InlineData($"{System}Administrator", "")]
    [InlineData("urn:lti:role:ims/lis/Instructor", "")]
    [InlineData($"{Membership}#instructor", "")]
    [InlineData($"{Membership}#Instructors", "")]
    [InlineData($"{Membership}Instructor", "")]
    [InlineData($"{Membership}/Instructor", "")]
    [InlineData($"{Membership}/#Instructor", "")]
    [InlineData($"{Membership}/", "")]
    [InlineData(Membership, "")]
    [InlineData("https://vendor.example.com/roles#Instructor", "")]
    [InlineData("Instructor ", "")]
    public void A_context_role_is_a_URI_of_the_membership_vocabulary_or_a_short_name(string role, string expected)
    {
        var session = WithRoles(role);

        Assert.Equal(expected, string.Join(' ', Roles(session)));
        Assert.Equal([role], session.RoleUris);
    }

    [Fact]
    public void Staff_of_the_institution_who_learn_in_the_course_are_only_learners_there()
    {
        var session = WithRoles($"{Institution}Administrator", $"{Institution}Instructor", $"{Membership}#Learner", $"{System}User");

        Assert.Equal("learner", Assert.Single(Roles(session)));
        Assert.Equal((true, true, true), (session.IsAdmin, session.IsInstructor, session.IsStudent));
        Assert.True(session.HasInstitutionRole("Administrator") && session.HasInstitutionRole("Instructor") && session.HasSystemRole("User"));
        Assert.False(session.HasInstitutionRole("Learner") || session.HasInstitutionRole("User") || session.HasSystemRole("Administrator"));
    }

    [Fact]
    public void A_sub_role_is_found_by_its_principal_by_its_name_and_by_both()
    {
        var session = WithRoles($"{Membership}/Instructor#Grader", $"{Membership}/Mentor#Tutor");

        Assert.All(["Instructor", "Grader", "Instructor#Grader", "Mentor", "Tutor"], name => Assert.True(session.HasContextRole(name), name));
        Assert.All(
            ["Mentor#Grader", "Learner", "grader", "#Grader", "/Instructor#Grader", "Instructor#", "http"],
            name => Assert.False(session.HasContextRole(name), name));
    }

    [Fact]
    public void The_test_user_of_LTIs_own_vocabulary_is_a_system_role()
        => Assert.True(WithRoles("http://purl.imsglobal.org/vocab/lti/system/person#TestUser").HasSystemRole("TestUser"));

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"\"]")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData(null)]
    public void Claims_without_roles_have_no_role_and_an_empty_name_is_rejected(string? roles)
    {
        var session = Launch.Session((Claim.Roles, roles));

        Assert.Empty(Roles(session));
        Assert.Throws<ArgumentException>(() => session.HasContextRole(""));
        Assert.Throws<ArgumentException>(() => session.HasInstitutionRole(""));
        Assert.Throws<ArgumentException>(() => session.HasSystemRole(""));
    }

    private static LtiSession WithRoles(params string[] roles) => Launch.Session((Claim.Roles, JsonSerializer.Serialize(roles)));

    private static IEnumerable<string> Roles(LtiSession session)
    {
        if (session.IsContextInstructor)
        {
            yield return "instructor";
        }

        if (session.IsContextLearner)
        {
            yield return "learner";
        }

        if (session.IsContextAdministrator)
        {
            yield return "administrator";
        }

        if (session.IsTeachingAssistant)
        {
            yield return "assistant";
        }
    }
}
