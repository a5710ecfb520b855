using System.Text;

namespace Lti.Storage.Conformance.Samples;

/// <summary>Creates valid input with keys that no other test uses.</summary>
internal static class Any
{
    private static long _count;

    public static LtiEndpoints Endpoints { get; } = new()
    {
        AuthorizationUrl = "https://lms.example.edu/auth",
        TokenUrl = "https://lms.example.edu/token",
        JwksUrl = "https://lms.example.edu/jwks",
    };

    public static LtiEndpoints OtherEndpoints { get; } = new()
    {
        AuthorizationUrl = "https://new.example.edu/auth?tenant=1",
        TokenUrl = "https://new.example.edu/token",
        JwksUrl = "http://new.example.edu:8080/jwks#keys",
    };

    public static string Key(string prefix) => $"{prefix}-{Interlocked.Increment(ref _count)}";

    /// <summary>Creates the key of a client that is not stored.</summary>
    public static ClientKey ClientKey() => new(Guid.NewGuid());

    /// <summary>Creates the key of a deployment that is not stored.</summary>
    public static DeploymentKey DeploymentKey() => new(Guid.NewGuid());

    public static string Nonce() => Key($"{ConformanceFixture.Canary}-nonce");

    public static LtiLogin Login() => new()
    {
        State = Key($"{ConformanceFixture.Canary}-state"),
        Nonce = Nonce(),
        Issuer = "https://lms.example.edu",
        ClientId = "client",
    };

    public static string Issuer() => $"https://{Key("lms")}.example.edu";

    public static NewClient Client(string? issuer = null, string? clientId = null) => new()
    {
        Name = "A university",
        Issuer = issuer ?? Issuer(),
        ClientId = clientId ?? Key("client"),
        Endpoints = Endpoints,
    };

    public static NewDeployment Deployment(string? deploymentId = null) => new()
    {
        DeploymentId = deploymentId ?? Key("deployment"),
        Name = "A faculty",
        Description = "Installed for one term.",
    };

    public static LaunchKey LaunchKey() => new(Issuer(), Key("client"), Key("deployment"));

    public static LtiSession Session(
        string issuer = "https://lms.example.edu", string clientId = "client", string deploymentId = "deployment", string? userId = $"{ConformanceFixture.Canary}-user", string? contextId = null)
        => LtiSession.FromClaims(Encoding.UTF8.GetBytes(Claims(issuer, clientId, deploymentId, userId, contextId)), clientId);

    /// <summary>Creates a session whose user and context have ids as verbatim JSON.</summary>
    public static LtiSession SessionWithIds(string issuer, string userJson, string contextJson) => LtiSession.FromClaims(
        Encoding.UTF8.GetBytes($$$"""
            { "iss": {{{Json(issuer)}}}, "aud": "client", "sub": {{{userJson}}},
              "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "deployment",
              "https://purl.imsglobal.org/spec/lti/claim/context": {"id":{{{contextJson}}}} }
            """),
        "client");

    public static LtiRegistrationSession Registration(Guid id, string token = $"{ConformanceFixture.Canary}-token") => LtiRegistrationSession.Create(
        id,
        System.Text.Json.JsonElement.Parse("""{"issuer":"https://lms.example.edu","registration_endpoint":"https://lms.example.edu/register","x":[1.00,null,{}]}"""),
        token);

    public static string Claims(string issuer, string clientId, string deploymentId, string? userId, string? contextId = null) => $$"""
        {
          "iss": {{Json(issuer)}},
          "aud": {{Json(clientId)}},
          {{(userId is null ? "" : $"\"sub\": {Json(userId)},")}}
          {{(contextId is null ? "" : $"\"https://purl.imsglobal.org/spec/lti/claim/context\": {{ \"id\": {Json(contextId)} }},")}}
          "name": "{{ConformanceFixture.Canary}}-name",
          "https://purl.imsglobal.org/spec/lti/claim/deployment_id": {{Json(deploymentId)}},
          "https://purl.imsglobal.org/spec/lti/claim/message_type": "LtiResourceLinkRequest",
          "https://purl.imsglobal.org/spec/lti/claim/roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"]
        }
        """;

    private static string Json(string text) => System.Text.Json.Nodes.JsonValue.Create(text).ToJsonString();
}
