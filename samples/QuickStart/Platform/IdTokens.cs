using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Platform;

/// <summary>
/// Signs the claims of a launch. What belongs to the moment of signing is set, what every platform signs is supplied where it is absent, and all other
/// claims go through as they stand.
/// </summary>
internal sealed class IdTokens(PlatformKey key, TimeProvider clock)
{
    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";

    private static readonly JsonWebTokenHandler _handler = new();

    private static readonly (string Name, string Value)[] _supplied =
    [
        ("iss", "https://platform.example.edu"),
        ("aud", "quickstart"),
        ("sub", "user-1"),
        (Claim + "deployment_id", "1"),
        (Claim + "message_type", "LtiResourceLinkRequest"),
        (Claim + "target_link_uri", "http://localhost:5080/tool/launch"),
    ];

    /// <summary>The payload as it is signed.</summary>
    /// <param name="claims">The claims, a JSON object.</param>
    /// <param name="nonce">The nonce of the login, or null to leave the claims' own times and nonce as they stand, so that all of them can be checked.</param>
    /// <param name="replaced">Claims that the launch decides, such as the roles.</param>
    public byte[] Compose(JsonElement claims, string? nonce, IReadOnlyDictionary<string, JsonElement>? replaced = null)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = int.MaxValue, SkipValidation = true }))
        {
            writer.WriteStartObject();
            HashSet<string> present = new(StringComparer.Ordinal);
            foreach (var claim in claims.EnumerateObject())
            {
                present.Add(claim.Name);
                if ((nonce is null || claim.Name is not ("iat" or "exp" or "nonce")) && replaced?.ContainsKey(claim.Name) != true)
                {
                    claim.WriteTo(writer);
                }
            }

            foreach (var (name, value) in replaced ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
            {
                present.Add(name);
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            foreach (var (name, value) in _supplied.Where(claim => !present.Contains(claim.Name)))
            {
                writer.WriteString(name, value);
            }

            if (nonce is not null)
            {
                writer.WriteNumber("iat", now);
                writer.WriteNumber("exp", now + 3600);
                writer.WriteString("nonce", nonce);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public string Sign(byte[] payload)
        => _handler.CreateToken(Encoding.UTF8.GetString(payload), new SigningCredentials(key.Key, SecurityAlgorithms.RsaSha256));
}
