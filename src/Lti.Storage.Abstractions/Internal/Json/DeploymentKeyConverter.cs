using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lti.Storage.Internal.Json;

/// <summary>Reads and writes a key as the text of its UUID.</summary>
internal sealed class DeploymentKeyConverter : JsonConverter<DeploymentKey>
{
    public override DeploymentKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, DeploymentKey value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.Value);
}
