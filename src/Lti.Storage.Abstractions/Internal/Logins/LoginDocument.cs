using System.Runtime.InteropServices;
using System.Text.Json;
using Lti.Storage.Internal.Json;

namespace Lti.Storage.Internal.Logins;

/// <summary>Reads and writes the stored document of a login. The state and the nonce are the row's keys and not part of it.</summary>
internal static class LoginDocument
{
    public static byte[] Write(LtiLogin login) => StorableJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("issuer"u8, login.Issuer);
        writer.WriteString("clientId"u8, login.ClientId);
        WriteText(writer, "deploymentId"u8, login.DeploymentId);
        WriteText(writer, "targetLinkUri"u8, login.TargetLinkUri);
        WriteText(writer, "storageTarget"u8, login.StorageTarget);
        if (login.Data is { } data)
        {
            writer.WritePropertyName("data"u8);
            data.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    /// <summary>Reads a stored document. Another program may have written it: a member of another JSON type reads as absent.</summary>
    public static LtiLogin Read(string state, string nonce, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt)
    {
        JsonElement? document = StorableJson.Read(utf8Document);
        return new LtiLogin
        {
            State = state,
            Nonce = nonce,
            Issuer = document.Member("issuer").Text() ?? "",
            ClientId = document.Member("clientId").Text() ?? "",
            DeploymentId = document.Member("deploymentId").Text(),
            TargetLinkUri = document.Member("targetLinkUri").Text(),
            StorageTarget = document.Member("storageTarget").Text(),
            Data = document.Member("data") is { ValueKind: JsonValueKind.Object } data ? data : null,
            ExpiresAt = expiresAt,
        };
    }

    /// <summary>Checks the data (rule E2: input limits). The last of duplicate member names wins.</summary>
    public static JsonElement? Checked(JsonElement? data, string parameter)
    {
        if (data is not { } given)
        {
            return null;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"{parameter} must be a JSON object or null.", parameter);
        }

        var storable = StorableJson.Parse(JsonMarshal.GetRawUtf8Value(given), depthAbove: 1, parameter);
        var length = StorableJson.Write(storable.WriteTo).Length;
        return length <= LtiLimits.MaxLoginDataBytes
            ? storable
            : throw new ArgumentException(
                $"{parameter} has {length} UTF-8 bytes; at most {LtiLimits.MaxLoginDataBytes} are allowed. Keep large data elsewhere.",
                parameter);
    }

    public static bool SameData(JsonElement? left, JsonElement? right)
    {
        try
        {
            return left is { } one && right is { } other ? JsonElement.DeepEquals(one, other) : left is null && right is null;
        }
        catch (InvalidOperationException)
        {
            // Text with half a surrogate pair cannot be compared.
            return false;
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
