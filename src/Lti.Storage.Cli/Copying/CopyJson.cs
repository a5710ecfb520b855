using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Copying;

/// <summary>Describes the JSON that this folder's commands print. <c>docs/reference/cli.md</c> promises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CopiedTableShape))]
internal sealed partial class CopyJson : JsonSerializerContext;
