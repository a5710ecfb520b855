using System.Text.Json.Serialization;

namespace Lti.Storage.Internal.Sessions;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Default,
    MaxDepth = LtiLimits.MaxDocumentDepth)]
[JsonSerializable(typeof(SessionDocument))]
[JsonSerializable(typeof(string))]
internal sealed partial class SessionJsonContext : JsonSerializerContext;
