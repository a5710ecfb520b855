using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Lti.Storage.Benchmarks;

/// <summary>Makes the claims of an instructor's launch on a large platform: about 4 KB by default.</summary>
internal static class Payload
{
    public const string Issuer = "https://lms.example.edu";
    public const string ClientId = "10000000000042";
    public const string DeploymentId = "7:1f3c5b";
    public const string TargetLinkUri = "https://tool.example.com/launch?unit=12";

    public const int DefaultCustomParameters = 24;

    private const string Nonce = "n";

    private static ReadOnlySpan<byte> NonceMember => "\"nonce\": \""u8;

    public static byte[] Claims { get; private set; } = ClaimsWith(DefaultCustomParameters);

    /// <summary>Sets the number of custom parameters. They make up most of a session's document.</summary>
    public static void SetCustomParameters(int count) => Claims = ClaimsWith(count);

    /// <summary>A registration session of about 1 KB.</summary>
    public static LtiRegistrationSession Registration { get; } = LtiRegistrationSession.Create(
        Guid.NewGuid(),
        JsonElement.Parse($$"""
            {
              "issuer": "{{Issuer}}", "authorization_endpoint": "{{Issuer}}/api/lti/authorize", "token_endpoint": "{{Issuer}}/login/oauth2/token",
              "jwks_uri": "{{Issuer}}/api/lti/security/jwks", "registration_endpoint": "{{Issuer}}/api/lti/registrations",
              "token_endpoint_auth_methods_supported": ["private_key_jwt"], "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
              "scopes_supported": ["openid", "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem", "https://purl.imsglobal.org/spec/lti-ags/scope/score"],
              "response_types_supported": ["id_token"], "subject_types_supported": ["public", "pairwise"], "claims_supported": ["sub", "iss", "name", "email"],
              "https://purl.imsglobal.org/spec/lti-platform-configuration": {
                "product_family_code": "example", "version": "cloud", "messages_supported": [{ "type": "LtiResourceLinkRequest" }, { "type": "LtiDeepLinkingRequest" }] }
            }
            """),
        "registration-token");

    public static LtiSession Session() => LtiSession.FromClaims(Claims, ClientId);

    /// <summary>Makes a session of the launch with a nonce. The claims are put together in pooled memory.</summary>
    public static LtiSession Session(string nonce)
    {
        var claims = Claims.AsSpan();
        var at = claims.IndexOf(NonceMember) + NonceMember.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(claims.Length + nonce.Length);
        try
        {
            claims[..at].CopyTo(buffer);
            var end = at + Encoding.ASCII.GetBytes(nonce, buffer.AsSpan(at));
            var rest = claims[(at + Nonce.Length)..];
            rest.CopyTo(buffer.AsSpan(end));
            return LtiSession.FromClaims(buffer.AsSpan(0, end + rest.Length), ClientId);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Tells whether a session is the one of the launch with a nonce.</summary>
    public static bool IsSessionOf(LtiSession session, string nonce)
    {
        Span<byte> sought = stackalloc byte[nonce.Length];
        Encoding.ASCII.GetBytes(nonce, sought);
        return session.Utf8Document.Span.IndexOf(sought) >= 0;
    }

    private static byte[] ClaimsWith(int customParameters) => Encoding.UTF8.GetBytes($$"""
        {
          "iss": "{{Issuer}}", "aud": "{{ClientId}}", "sub": "5d1f7c1e-4b0a-4c7c-9a4e-0f2a6a2f9b11", "exp": 1790000000, "iat": 1789996400, "nonce": "{{Nonce}}",
          "name": "Ada Example", "given_name": "Ada", "family_name": "Example", "email": "ada@example.edu", "locale": "en-GB",
          "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "{{DeploymentId}}",
          "https://purl.imsglobal.org/spec/lti/claim/message_type": "LtiResourceLinkRequest",
          "https://purl.imsglobal.org/spec/lti/claim/version": "1.3.0",
          "https://purl.imsglobal.org/spec/lti/claim/target_link_uri": "{{TargetLinkUri}}",
          "https://purl.imsglobal.org/spec/lti/claim/roles": [
            "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor",
            "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
            "http://purl.imsglobal.org/vocab/lis/v2/system/person#User"],
          "https://purl.imsglobal.org/spec/lti/claim/context": { "id": "c-9911", "label": "BIO101", "title": "Biology for beginners", "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"] },
          "https://purl.imsglobal.org/spec/lti/claim/resource_link": { "id": "r-77", "title": "Week 12: cells" },
          "https://purl.imsglobal.org/spec/lti/claim/tool_platform": { "guid": "g-1", "name": "Example LMS", "version": "cloud", "product_family_code": "example" },
          "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
            "scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/lineitem", "https://purl.imsglobal.org/spec/lti-ags/scope/score"],
            "lineitems": "https://lms.example.edu/api/courses/9911/line_items", "lineitem": "https://lms.example.edu/api/courses/9911/line_items/3" },
          "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
            "context_memberships_url": "https://lms.example.edu/api/courses/9911/memberships", "service_versions": ["2.0"] },
          "https://purl.imsglobal.org/spec/lti/claim/custom": { {{string.Join(", ", Enumerable.Range(1, customParameters).Select(i => $"\"parameter_{i}\": \"the value of custom parameter number {i}, $Left.unsubstituted\""))}} }
        }
        """);
}
