using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Sessions;

/// <summary>Finds the tool's client id among the audiences (OpenID Connect Core 1.0, section 3.1.3.7).</summary>
internal static class AudienceClaim
{
    public static string ClientId(JsonElement? claims, string? verifiedClientId)
    {
        var claim = claims.Member(ClaimNames.Audience);
        IReadOnlyList<string> audiences = claim.Text() is { } single ? [single] : claim.Texts();
        if (verifiedClientId is not null && !audiences.Contains(verifiedClientId, StringComparer.Ordinal))
        {
            throw new ArgumentException("verifiedClientId is not among the audiences of the claims.", nameof(verifiedClientId));
        }

        if (verifiedClientId is null && audiences.Count > 1)
        {
            throw new ArgumentException(
                $"claims have {audiences.Count} audiences. Pass the client id that the token was verified for as verifiedClientId.",
                nameof(claims));
        }

        var clientId = verifiedClientId ?? (audiences is [var only] ? only : null);
        if (string.IsNullOrEmpty(clientId))
        {
            throw new ArgumentException("claims must have a non-empty audience, aud.", nameof(claims));
        }

        Input.RequireText(clientId, LtiLimits.MaxIdentifierLength, $"{nameof(claims)}.{ClaimNames.Audience}");
        return clientId;
    }
}
