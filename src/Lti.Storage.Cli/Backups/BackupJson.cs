using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Backups;

/// <summary>Describes the JSON that this folder's commands print. <c>docs/reference/cli.md</c> promises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackupShape))]
internal sealed partial class BackupJson : JsonSerializerContext;
