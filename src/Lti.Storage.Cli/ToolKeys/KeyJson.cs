using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>Describes the JSON that this folder's commands print. <c>docs/reference/cli.md</c> promises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(KeyShape))]
[JsonSerializable(typeof(RevokedKeyShape))]
internal sealed partial class KeyJson : JsonSerializerContext;
