using System.Text;

namespace Lti.Storage.Conformance.Samples;

/// <summary>Creates addresses and key sets.</summary>
internal static class KeySetSamples
{
    /// <summary>A modulus in Base64url. It is no product of primes, and no test verifies a signature with it.</summary>
    private static readonly string _modulus = new('q', 344);

    public static string Url() => $"{Any.Issuer()}/jwks";

    /// <summary>Creates a set of RSA keys for signatures.</summary>
    public static byte[] Utf8(params string[] keyIds) => Encoding.UTF8.GetBytes(
        $$"""{"keys":[{{string.Join(',', keyIds.Select(static id => $$"""{"kty":"RSA","use":"sig","kid":"{{id}}","n":"{{_modulus}}","e":"AQAB"}"""))}}]}""");

    public static NewPlatformKeySet New(
        byte[] utf8, TimeSpan? freshFor = null, TimeSpan? usableFor = null, TimeSpan? retryAfter = null) => new()
        {
            SetId = Guid.NewGuid(),
            Utf8 = utf8,
            FreshFor = freshFor ?? TimeSpan.FromHours(24),
            UsableFor = usableFor ?? TimeSpan.FromDays(7),
            RetryAfter = retryAfter ?? TimeSpan.FromSeconds(30),
        };
}
