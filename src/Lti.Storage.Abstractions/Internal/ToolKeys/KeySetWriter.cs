using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Lti.Storage.Internal.ToolKeys;

/// <summary>Writes the published key set (RFC 7517) with public members only.</summary>
internal static class KeySetWriter
{
    private static readonly TimeSpan _longestMaxAge = TimeSpan.FromHours(1);

    public static ToolKeySet Write(IEnumerable<StoredToolKey> keys, TimeSpan announceFor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys"u8);
            foreach (var key in keys)
            {
                Write(json, key);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var maxAge = announceFor / 2 < _longestMaxAge ? announceFor / 2 : _longestMaxAge;
        return new ToolKeySet(
            buffer.WrittenSpan.ToArray(),
            $"\"{Base64Url.EncodeToString(SHA256.HashData(buffer.WrittenSpan))}\"",
            TimeSpan.FromSeconds(Math.Floor(maxAge.TotalSeconds)));
    }

    private static void Write(Utf8JsonWriter json, StoredToolKey key)
    {
        var parameters = ToolKeyMaterial.ReadPublic(key);
        json.WriteStartObject();
        json.WriteString("kty"u8, "RSA"u8);
        json.WriteString("use"u8, "sig"u8);
        json.WriteString("alg"u8, "RS256"u8);
        json.WriteString("kid"u8, key.KeyId);
        json.WriteString("n"u8, Base64Url.EncodeToString(parameters.Modulus));
        json.WriteString("e"u8, Base64Url.EncodeToString(parameters.Exponent));
        json.WriteEndObject();
    }
}
