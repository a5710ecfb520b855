using System.Text;
using System.Text.Json;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Creates valid input with unique keys.</summary>
internal static class Sample
{
    public static LtiEndpoints Endpoints { get; } = new()
    {
        AuthorizationUrl = "https://lms.example.edu/auth",
        TokenUrl = "https://lms.example.edu/token",
        JwksUrl = "https://lms.example.edu/jwks",
    };

    public static string Nonce() => $"nonce-{Guid.NewGuid():N}";

    public static LaunchKey LaunchKey() => new($"https://{Guid.NewGuid():N}.example.edu", "client", "deployment");

    public static NewClient Client() => new() { Name = "A university", Issuer = LaunchKey().Issuer, ClientId = "client", Endpoints = Endpoints };

    public static LtiLogin Login(string issuer = "https://lms.example.edu")
        => LtiLogin.Create(issuer, "client") with { TargetLinkUri = "https://tool.example.com/launch", Data = JsonElement.Parse("""{"tab":1}""") };

    public static LtiSession Session(string issuer = "https://lms.example.edu", string user = "user", string name = "A student")
        => LtiSession.FromClaims(
            Encoding.UTF8.GetBytes($$"""
                {"iss":{{Json(issuer)}},"aud":"client","sub":{{Json(user)}},"name":{{Json(name)}},
                 "https://purl.imsglobal.org/spec/lti/claim/deployment_id":"deployment"}
                """),
            "client");

    public static LtiRegistrationSession Registration(string token = "token")
        => LtiRegistrationSession.Create(Guid.NewGuid(), JsonElement.Parse("""{"issuer":"https://lms.example.edu"}"""), token);

    private static string Json(string text) => System.Text.Json.Nodes.JsonValue.Create(text).ToJsonString();
}
