// Copy this file: it verifies a token that a stranger sends.
using System.Text;
using System.Text.Json;
using Lti.Storage;
using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Tool;

/// <summary>Verifies an id_token (LTI Security Framework 1.0, section 5.1.3).</summary>
/// <remarks>
/// It checks the signature over the token as sent and keeps the bytes of the payload. The readers of JWT libraries refuse some valid
/// payloads: deep vendor claims and numbers beyond a double.
/// </remarks>
internal sealed class IdTokenVerifier(TimeProvider clock)
{
    private const string DeploymentClaim = "https://purl.imsglobal.org/spec/lti/claim/deployment_id";

    private const int MinKeyBits = 2048;

    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(1);
    private static readonly JsonDocumentOptions _json = new() { MaxDepth = LtiLimits.MaxDocumentDepth };

    public async Task<VerifiedToken> VerifyAsync(
        string idToken, string issuer, string clientId, LtiEndpoints endpoints, IKeySets keySets, CancellationToken cancellationToken)
    {
        if (idToken.Split('.') is not [var header, var payload, var signature])
        {
            throw RequestRefusedException.BadRequest("The id_token is not a signed JWT. A signed JWT has three parts.");
        }

        using var head = Parse(Decode(header));
        if (head.RootElement.TryGetProperty("crit", out _))
        {
            // An extension that must be understood (RFC 7515, section 4.1.11). This tool understands none.
            throw RequestRefusedException.BadRequest("The id_token needs an extension (crit) that this tool does not support.");
        }

        if (Text(head.RootElement, "alg") != SecurityAlgorithms.RsaSha256)
        {
            throw RequestRefusedException.BadRequest("The id_token must be signed with RS256.");
        }

        var key = Text(head.RootElement, "kid") is { } keyId ? await keySets.FindAsync(endpoints.JwksUrl, keyId, cancellationToken) : null;
        if (key is RsaSecurityKey { KeySize: < MinKeyBits })
        {
            throw RequestRefusedException.BadRequest($"The platform's key is too short. An RSA key must have at least {MinKeyBits} bits.");
        }

        if (key is not RsaSecurityKey || !IsSigned(key, $"{header}.{payload}", Decode(signature)))
        {
            throw RequestRefusedException.BadRequest("The id_token's signature matches no key of the platform.");
        }

        var bytes = Decode(payload);
        using var claims = Parse(bytes);
        return Check(claims.RootElement, bytes, issuer, clientId);
    }

    /// <summary>Reads the deployment of a token before it is verified. Returns null if the token has none or can't be read.</summary>
    public static string? ClaimedDeployment(string idToken)
    {
        try
        {
            using var claims = idToken.Split('.') is [_, var payload, _] ? Parse(Decode(payload)) : null;
            return claims is null ? null : Text(claims.RootElement, DeploymentClaim);
        }
        catch (RequestRefusedException)
        {
            return null;
        }
    }

    private static bool IsSigned(SecurityKey key, string signedText, byte[] signature)
    {
        if (signature.Length == 0)
        {
            return false;
        }

        var provider = key.CryptoProviderFactory.CreateForVerifying(key, SecurityAlgorithms.RsaSha256);
        try
        {
            return provider.Verify(Encoding.ASCII.GetBytes(signedText), signature);
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
        }
    }

    private static byte[] Decode(string part)
    {
        try
        {
            return Base64UrlEncoder.DecodeBytes(part);
        }
        catch (FormatException)
        {
            throw RequestRefusedException.BadRequest("The id_token is not a signed JWT. A part is not base64url.");
        }
    }

    public static JsonDocument Parse(byte[] utf8)
    {
        try
        {
            var document = JsonDocument.Parse(utf8, _json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw RequestRefusedException.BadRequest("A part of the id_token is not a JSON object.");
        }
        catch (JsonException)
        {
            throw RequestRefusedException.BadRequest($"A part of the id_token is not JSON or is nested deeper than {LtiLimits.MaxDocumentDepth} levels.");
        }
    }

    /// <summary>Gets the text of a member. Returns null if it is absent or of another kind.</summary>
    public static string? Text(JsonElement element, string member)
    {
        try
        {
            return element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            throw RequestRefusedException.BadRequest($"The member '{member}' of the id_token is not valid text. It has half a surrogate pair.");
        }
    }

    /// <summary>Reads a Unix time in seconds with an optional fraction (RFC 7519, section 2). Returns null when there is none.</summary>
    private static double? Time(JsonElement claims, string member)
        => claims.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && double.IsFinite(seconds)
            ? seconds
            : null;

    private VerifiedToken Check(JsonElement claims, byte[] payload, string issuer, string clientId)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (Text(claims, "iss") != issuer)
        {
            throw RequestRefusedException.BadRequest("The id_token is from another issuer than the login.");
        }

        if (VerifiedToken.ClientOf(claims) != clientId)
        {
            throw RequestRefusedException.BadRequest("The id_token is for another client than the login.");
        }

        if (Time(claims, "exp") is not { } expires)
        {
            throw RequestRefusedException.BadRequest("The id_token has no expiry (exp).");
        }

        if (expires <= now - _skew.TotalSeconds)
        {
            throw RequestRefusedException.BadRequest("The id_token has expired. Launch again.");
        }

        if (Time(claims, "iat") is not { } issuedAt || issuedAt > now + _skew.TotalSeconds)
        {
            throw RequestRefusedException.BadRequest("The id_token's time of issue (iat) is missing or in the future.");
        }

        if (claims.TryGetProperty("nbf", out _) && !(Time(claims, "nbf") <= now + _skew.TotalSeconds))
        {
            throw RequestRefusedException.BadRequest("The id_token is not valid yet (nbf).");
        }

        return new VerifiedToken(
            payload,
            issuer,
            clientId,
            Text(claims, DeploymentClaim) ?? throw RequestRefusedException.BadRequest("The id_token names no deployment."),
            Text(claims, "nonce") ?? throw RequestRefusedException.BadRequest("The id_token has no nonce."));
    }
}

/// <summary>The values of a verified id_token and the payload as signed.</summary>
internal sealed record VerifiedToken(byte[] Payload, string Issuer, string ClientId, string DeploymentId, string Nonce)
{
    /// <summary>Gets the client of a payload.</summary>
    /// <remarks>It is the only audience. Of several it is <c>azp</c> if listed and else the first. Null without an audience.</remarks>
    public static string? ClientOf(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var audience))
        {
            return null;
        }

        if (Text(audience) is { } only)
        {
            return only;
        }

        // Audiences that are not text are skipped, as in the contract.
        List<string> audiences = audience.ValueKind == JsonValueKind.Array ? [.. audience.EnumerateArray().Select(Text).OfType<string>()] : [];
        return claims.TryGetProperty("azp", out var party) && Text(party) is { } authorized && audiences.Contains(authorized, StringComparer.Ordinal)
            ? authorized
            : audiences.FirstOrDefault();
    }

    /// <summary>Gets the text of a string. Returns null for another kind or half a surrogate pair.</summary>
    private static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
