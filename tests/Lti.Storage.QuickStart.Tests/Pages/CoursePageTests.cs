using System.Text;
using Lti.Storage.InMemory;
using Microsoft.AspNetCore.Http;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests.Pages;

/// <summary>The page of a launch shows what the roles in its own course allow.</summary>
public sealed class CoursePageTests : IAsyncDisposable
{
    private const string Vocabulary = "http://purl.imsglobal.org/vocab/lis/v2/";
    private const string Issuer = "https://lms.example.edu";

    private readonly InMemoryLtiStorage _storage = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("membership#Instructor", "For teachers")]
    [InlineData("membership#Administrator", "For teachers")]
    [InlineData("membership#Learner", "Your work")]
    [InlineData("membership#Mentor", "No role in this course")]
    public async Task Role_in_the_course_decides_also_for_an_officer_of_the_institution(string role, string shown)
    {
        var session = Session("user", roles: [Vocabulary + role, $"{Vocabulary}institution/person#Instructor", $"{Vocabulary}institution/person#Administrator"]);
        Assert.True(session.IsInstructor && session.IsAdmin);

        var page = await ShowAsync(session);

        Assert.Equal([shown], ((string[])["For teachers", "Your work", "No role in this course"]).Where(part => page.Contains($"<h2>{part}</h2>", StringComparison.Ordinal)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Teacher_sees_no_launch_of_another_platform_client_deployment_or_course()
    {
        foreach (var session in (LtiSession[])
            [
                Session("own"), Session("of another issuer", issuer: "https://other.example.edu"), Session("of another client", client: "other"),
                Session("of another deployment", deployment: "other"), Session("of another course", course: "other"),
            ])
        {
            await _storage.AddSessionAsync(session, cancellationToken: Token);
        }

        var page = await ShowAsync(Session("teacher", roles: [$"{Vocabulary}membership#Instructor"]));

        Assert.Contains(">own<", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">of another", page, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    private static LtiSession Session(
        string user, string issuer = Issuer, string client = "client", string deployment = "1", string course = "course", params string[] roles)
    {
        var claims = $$"""
            {
              "iss": "{{issuer}}", "aud": "{{client}}", "sub": "{{user}}",
              "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "{{deployment}}",
              "https://purl.imsglobal.org/spec/lti/claim/context": { "id": "{{course}}" },
              "https://purl.imsglobal.org/spec/lti/claim/roles": [{{string.Join(',', roles.Select(role => $"\"{role}\""))}}]
            }
            """;
        return LtiSession.FromClaims(Encoding.UTF8.GetBytes(claims), client);
    }

    private async Task<string> ShowAsync(LtiSession session)
    {
        var endpoints = new LtiEndpoints { AuthorizationUrl = $"{Issuer}/auth", TokenUrl = $"{Issuer}/token", JwksUrl = $"{Issuer}/jwks" };
        var client = await _storage.AddClientAsync(new NewClient { Name = "n", Issuer = Issuer, ClientId = "client", Endpoints = endpoints }, Token);
        var context = new DefaultHttpContext();
        await using var body = new MemoryStream();
        context.Response.Body = body;
        await (await CoursePage.ShowAsync(session, client, _storage, Token)).ExecuteAsync(context);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
