using System.Text;

namespace Lti.Storage.Conformance.Samples;

/// <summary>Creates token requests and tokens. Each token has the canary in it.</summary>
internal static class TokenSamples
{
    /// <summary>Stores a client and creates a request for a token of it.</summary>
    public static async Task<AccessTokenRequest> AddClientAsync(ILtiStorage storage, CancellationToken cancellationToken)
    {
        var client = await storage.AddClientAsync(Any.Client(), cancellationToken);
        return Of(client);
    }

    public static AccessTokenRequest Of(LtiClient client, params string[] scopes) => new(
        client.Issuer,
        client.ClientId,
        client.Endpoints.TokenUrl,
        scopes.Length > 0 ? scopes : ["https://purl.imsglobal.org/spec/lti-ags/scope/score"]);

    public static string Value() => Any.Key($"{ConformanceFixture.Canary}-token");

    public static NewAccessToken New(TimeSpan lifetime, string? value = null, bool isProtected = false) => new()
    {
        TokenId = Guid.NewGuid(),
        Token = new StoredSecret(Encoding.UTF8.GetBytes(value ?? Value()), isProtected),
        Lifetime = lifetime,
    };
}
