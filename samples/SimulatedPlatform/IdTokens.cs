using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Platform;

/// <summary>Signs the claims of a launch.</summary>
/// <remarks>It sets the times and the nonce. It adds required claims that are absent. It leaves all other claims unchanged.</remarks>
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
        (Claim + "version", "1.3.0"),
        (Claim + "target_link_uri", "http://localhost:5080/tool/launch"),
    ];

    /// <summary>Builds the payload.</summary>
    /// <param name="claims">The claims as a JSON object.</param>
    /// <param name="nonce">The nonce of the login. Null keeps the times and the nonce of the claims.</param>
    /// <param name="replaced">Claims that the launch sets: for example the roles.</param>
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
