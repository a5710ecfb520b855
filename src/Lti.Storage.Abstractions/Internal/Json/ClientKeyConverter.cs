using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lti.Storage.Internal.Json;

/// <summary>Reads and writes a key as the text of its UUID.</summary>
internal sealed class ClientKeyConverter : JsonConverter<ClientKey>
{
    public override ClientKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => new(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, ClientKey value, JsonSerializerOptions options)
        => writer.WriteStringValue(value.Value);
}
