using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Cleanup;

/// <summary>Describes the JSON that this folder's commands print. <c>docs/reference/cli.md</c> promises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CleanupShape))]
internal sealed partial class CleanupJson : JsonSerializerContext;
