using System.Runtime.InteropServices;
using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Registration;

/// <summary>Reads and writes the stored document of a registration session.</summary>
internal static class RegistrationDocument
{
    public static byte[] Create(JsonElement openIdConfiguration, string? registrationToken, JsonElement? appState)
    {
        if (openIdConfiguration.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"{nameof(openIdConfiguration)} must be a JSON object.", nameof(openIdConfiguration));
        }

        Input.RequireStorableCharacters(registrationToken);
        var json = JsonMarshal.GetRawUtf8Value(openIdConfiguration);
        var configuration = StorableJson.Parse(json, depthAbove: 1, nameof(openIdConfiguration));
        var state = Checked(appState);
        return StorableJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName(RegistrationMembers.OpenIdConfiguration);
            configuration.WriteTo(writer);
            if (registrationToken is not null)
            {
                writer.WriteString(RegistrationMembers.RegistrationToken, registrationToken);
            }

            state?.WriteTo(writer);

            writer.WriteEndObject();
        });
    }

    /// <summary>Checks a document (rule E2: input limits) and sets <c>expiresAt</c> in Unix milliseconds.</summary>
    public static byte[] WithExpiry(ReadOnlySpan<byte> utf8Document, DateTimeOffset expiresAt, string parameter)
    {
        var document = StorableJson.Parse(utf8Document, depthAbove: 0, parameter);
        return StorableJson.Write(writer =>
        {
            writer.WriteStartObject();
            WriteWithoutExpiry(writer, document);
            writer.WriteNumber(RegistrationMembers.ExpiresAt, expiresAt.ToUnixTimeMilliseconds());
            writer.WriteEndObject();
        });
    }

    /// <summary>Compares two documents as JSON without their expiry.</summary>
    public static bool SameContent(JsonElement left, JsonElement right)
        => JsonElement.DeepEquals(WithoutExpiry(left), WithoutExpiry(right));

    /// <summary>The member <c>appState</c>, checked by rule E2; null if there is none.</summary>
    private static JsonProperty? Checked(JsonElement? appState)
    {
        if (appState is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value)
        {
            return null;
        }

        // The rules are for objects, and the state may be any value.
        byte[] document = [.. "{\"appState\":"u8, .. JsonMarshal.GetRawUtf8Value(value), (byte)'}'];
        return StorableJson.Parse(document, depthAbove: 0, nameof(appState)).EnumerateObject().First();
    }

    private static JsonElement WithoutExpiry(JsonElement document)
    {
        // A document of another program may be any JSON.
        if (document.ValueKind != JsonValueKind.Object)
        {
            return document;
        }

        return StorableJson.Read(StorableJson.Write(writer =>
        {
            writer.WriteStartObject();
            WriteWithoutExpiry(writer, document);
            writer.WriteEndObject();
        }));
    }

    private static void WriteWithoutExpiry(Utf8JsonWriter writer, JsonElement document)
    {
        foreach (var member in document.EnumerateObject().Where(member => !member.NameEquals(RegistrationMembers.ExpiresAt)))
        {
            member.WriteTo(writer);
        }
    }
}
