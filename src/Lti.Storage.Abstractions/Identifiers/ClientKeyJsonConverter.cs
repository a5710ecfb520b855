using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lti.Storage;

/// <summary>Reads and writes a <see cref="ClientKey"/> as the text of its UUID.</summary>
/// <remarks>It is public so that a <see cref="JsonSerializerContext"/> of another assembly can use it.</remarks>
public sealed class ClientKeyJsonConverter : JsonConverter<ClientKey>
{
    /// <inheritdoc/>
    public override ClientKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => new(reader.GetGuid());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ClientKey value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }

    /// <inheritdoc/>
    public override ClientKey ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Guid.TryParse(reader.GetString(), out var value) ? new(value) : throw new JsonException("The member's name must be a UUID.");

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, [DisallowNull] ClientKey value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }
}
