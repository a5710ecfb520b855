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

        if (audience.ValueKind == JsonValueKind.String)
        {
            return audience.GetString();
        }

        if (audience.ValueKind != JsonValueKind.Array || audience.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            return null;
        }

        var audiences = audience.EnumerateArray().Select(item => item.GetString()!).ToList();
        return claims.TryGetProperty("azp", out var party) && party.ValueKind == JsonValueKind.String && audiences.Contains(party.GetString()!, StringComparer.Ordinal)
            ? party.GetString()
            : audiences.FirstOrDefault();
    }
}
