// Copy this file: it answers a deep linking request with a token that the tool's key ring signs.
using System.Text.Json;
using Lti.Storage;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Tool;

/// <summary>Lets a teacher add an activity to the course (LTI Deep Linking 2.0), and publishes the tool's keys.</summary>
/// <remarks>All nodes sign with the same key, and keys rotate by themselves. Platforms fetch the key set by its well-known address.</remarks>
internal sealed class DeepLinking(IToolKeyRing ring, TimeProvider clock)
{
    public const string KeySetPath = "/.well-known/jwks.json";

    public const string MessageType = "LtiDeepLinkingRequest";

    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";
    private const string DeepLinkingClaim = "https://purl.imsglobal.org/spec/lti-dl/claim/";

    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);
    private static readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Answers with the public key set. A platform that has it already gets no body.</summary>
    public static async Task<IResult> ShowKeySetAsync(HttpContext context, IToolKeyRing ring, CancellationToken cancellationToken)
    {
        var keys = await ring.GetJwksAsync(cancellationToken);
        context.Response.Headers.ETag = keys.ETag;
        context.Response.Headers.CacheControl = $"public, max-age={(int)keys.MaxAge.TotalSeconds}";
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Tag == keys.ETag || known.Tag == "*")
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(keys.Utf8Json, "application/json");
    }

    /// <summary>Renders the form that posts the signed answer to the platform.</summary>
    /// <param name="session">The session of the deep linking request.</param>
    /// <param name="root">The tool's own address.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Html> FormAsync(LtiSession session, string root, CancellationToken cancellationToken)
    {
        var settings = session.Services.DeepLinking!;
        var now = clock.GetUtcNow();
        var title = settings.Title is { Length: > 0 } suggested ? suggested : "An activity of this tool";
        Dictionary<string, object> claims = new(StringComparer.Ordinal)
        {
            ["iss"] = session.Platform.ClientId!,
            ["aud"] = session.Platform.Issuer!,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + _lifetime).ToUnixTimeSeconds(),
            ["nonce"] = LtiNonce.Create(),
            [Claim + "message_type"] = "LtiDeepLinkingResponse",
            [Claim + "version"] = "1.3.0",
            [Claim + "deployment_id"] = session.Platform.DeploymentId!,
            [DeepLinkingClaim + "content_items"] = JsonSerializer.SerializeToElement(new[] { new { type = "ltiResourceLink", title, url = $"{root}/tool/launch" } }),
        };
        if (settings.Data is { } data)
        {
            claims[DeepLinkingClaim + "data"] = data;
        }

        var token = await SignAsync(claims, cancellationToken);
        return $"""
            <form method="post" action="{settings.ReturnUrl}" class="card">
            <p>The course gets a link to “{title}”.</p>
            <input type="hidden" name="JWT" value="{token}">
            <div class="actions"><button>Add to the course</button></div>
            </form>
            """;
    }

    // The key comes from memory. It is asked for each time, since it may have been rotated or revoked.
    private async Task<string> SignAsync(IDictionary<string, object> claims, CancellationToken cancellationToken)
    {
        var key = await ring.GetSigningKeyAsync(cancellationToken);
        var credentials = new SigningCredentials(new RsaSecurityKey(key.Rsa) { KeyId = key.KeyId }, ToolSigningKey.Algorithm);
        return _handler.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = credentials });
    }
}
