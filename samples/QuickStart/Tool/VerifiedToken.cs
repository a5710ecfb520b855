using System.Text.Json;

namespace QuickStart.Tool;

/// <summary>What a verified id_token says, with its payload as it was signed.</summary>
internal sealed record VerifiedToken(byte[] Payload, string Issuer, string ClientId, string DeploymentId, string Nonce)
{
    /// <summary>The client of a payload: its only audience, else <c>azp</c> if that is among them, else the first; null where there is none.</summary>
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

        // What is no text in the list is passed over, as the contract does.
        List<string> audiences = audience.ValueKind == JsonValueKind.Array ? [.. audience.EnumerateArray().Select(Text).OfType<string>()] : [];
        return claims.TryGetProperty("azp", out var party) && Text(party) is { } authorized && audiences.Contains(authorized, StringComparer.Ordinal)
            ? authorized
            : audiences.FirstOrDefault();
    }

    /// <summary>The text, or null where this is no string, or one of half a surrogate pair.</summary>
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
