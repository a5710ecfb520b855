using System.Text.Json;

namespace QuickStart.Tool;

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
