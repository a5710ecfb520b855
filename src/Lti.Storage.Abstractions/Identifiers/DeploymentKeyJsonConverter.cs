using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lti.Storage;

/// <summary>Reads and writes a <see cref="DeploymentKey"/> as the text of its UUID.</summary>
/// <remarks>It is public so that a <see cref="JsonSerializerContext"/> of another assembly can use it.</remarks>
public sealed class DeploymentKeyJsonConverter : JsonConverter<DeploymentKey>
{
    /// <inheritdoc/>
    public override DeploymentKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => new(reader.GetGuid());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DeploymentKey value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }

    /// <inheritdoc/>
    public override DeploymentKey ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Guid.TryParse(reader.GetString(), out var value) ? new(value) : throw new JsonException("The member's name must be a UUID.");

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, [DisallowNull] DeploymentKey value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(value.ToString());
    }
}
