using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Tool;

/// <summary>Fetches a platform's key set from the registered URL.</summary>
/// <remarks>A real tool caches the set and fetches it again for an unknown key.</remarks>
internal sealed class PlatformKeySets(HttpClient http) : IPlatformKeySets
{
    public async Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken)
    {
        try
        {
            var keys = new JsonWebKeySet(await http.GetStringAsync(new Uri(jwksUrl), cancellationToken));
            return keys.GetSigningKeys().FirstOrDefault(key => key.KeyId == keyId);
        }
        catch (Exception e) when (e is HttpRequestException or ArgumentException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "The platform's key set can't be read. The id_token can't be verified.", e);
        }
    }
}
