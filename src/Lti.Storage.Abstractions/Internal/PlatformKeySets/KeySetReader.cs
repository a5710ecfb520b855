using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Lti.Storage.Internal.PlatformKeySets;

/// <summary>Reads a platform's key set and refuses what is none (rule P5).</summary>
/// <remarks>A message repeats nothing of the answer, which may hold a private key.</remarks>
internal static class KeySetReader
{
    private static readonly byte[] _byteOrderMark = [0xEF, 0xBB, 0xBF];

    // RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1.
    private static readonly FrozenSet<string> _privateMembers
        = FrozenSet.Create(StringComparer.Ordinal, "d", "p", "q", "dp", "dq", "qi", "oth", "k");

    // Two readers could take different ones of two members with the same name.
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="LtiPlatformKeySetException">It is no set of public keys. The message says why.</exception>
    public static ParsedKeySet Read(ReadOnlyMemory<byte> answer)
    {
        if (answer.Length > LtiLimits.MaxPlatformKeySetBytes)
        {
            throw Refuse($"it has {answer.Length} bytes; at most {LtiLimits.MaxPlatformKeySetBytes} are allowed");
        }

        var utf8 = answer.Span.StartsWith(_byteOrderMark) ? answer[_byteOrderMark.Length..].ToArray() : answer.ToArray();
        if (!Utf8.IsValid(utf8))
        {
            throw Refuse("it is not UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, _strict);
            return Read(utf8, document.RootElement);
        }
        catch (JsonException)
        {
            throw Refuse("it is not JSON, is nested too deeply or repeats a member");
        }
        catch (InvalidOperationException)
        {
            throw Refuse("it has half of a surrogate pair, which is not text");
        }
    }

    private static ParsedKeySet Read(byte[] utf8, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array)
        {
            throw Refuse("it is not a JSON object with an array \"keys\"");
        }

        List<string> ids = [];
        HashSet<string> distinct = new(StringComparer.Ordinal);
        HashSet<(string Kind, string Id)> known = [];
        Dictionary<string, RSAParameters> rsaKeys = new(StringComparer.Ordinal);
        var hasRsa = false;
        foreach (var key in keys.EnumerateArray())
        {
            var (kind, id) = Check(key);
            if (id is not null && !known.Add((kind, id)))
            {
                throw Refuse("two of its keys have the same \"kid\" and \"kty\"");
            }

            if (id is not null && distinct.Add(id))
            {
                ids.Add(id);
            }

            if (kind == "RSA" && ReadRsa(key) is { } rsa)
            {
                hasRsa = true;
                if (id is not null)
                {
                    rsaKeys.Add(id, rsa);
                }
            }
        }

        return hasRsa
            ? new ParsedKeySet(utf8, ids.AsReadOnly(), rsaKeys.ToFrozenDictionary(StringComparer.Ordinal))
            : throw Refuse("it has no RSA key that verifies signatures");
    }

    /// <summary>Refuses what is no public key. Returns its kind and its id.</summary>
    private static (string Kind, string? Id) Check(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object)
        {
            throw Refuse("one of its keys is not a JSON object");
        }

        foreach (var member in key.EnumerateObject())
        {
            if (_privateMembers.Contains(member.Name))
            {
                throw Refuse(
                    $"one of its keys has the private member \"{member.Name}\". Tell the platform: each reader of the set has this key");
            }
        }

        var kind = Text(key, "kty") ?? throw Refuse("one of its keys has no \"kty\" that is a text");
        return kind != "oct"
            ? (kind, key.TryGetProperty("kid", out var id) && id.ValueKind != JsonValueKind.Null
                ? Text(key, "kid") ?? throw Refuse("one of its keys has a \"kid\" that is not a text")
                : null)
            : throw Refuse("one of its keys is secret (\"kty\" is \"oct\")");
    }

    /// <summary>Reads an RSA key. Null if it is damaged or not for signatures: others of the set are usable nevertheless.</summary>
    private static RSAParameters? ReadRsa(JsonElement key)
    {
        if (key.TryGetProperty("use", out _) && Text(key, "use") != "sig")
        {
            return null;
        }

        return Number(key, "n") is { } modulus && Number(key, "e") is { } exponent
            ? new RSAParameters { Modulus = modulus, Exponent = exponent }
            : null;
    }

    /// <summary>Reads a positive number in Base64url without its leading zeros. Null if it is none.</summary>
    private static byte[]? Number(JsonElement key, string name)
        => Text(key, name) is { } text && Base64Url.IsValid(text)
            && Base64Url.DecodeFromChars(text).AsSpan().TrimStart((byte)0).ToArray() is { Length: > 0 } number
            ? number
            : null;

    private static string? Text(JsonElement key, string name)
        => key.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static LtiPlatformKeySetException Refuse(string problem) => LtiPlatformKeySetException.ForRefusedAnswer(problem);
}
