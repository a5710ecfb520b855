using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Schema;

/// <summary>Describes the JSON that this folder's commands print. <c>docs/reference/cli.md</c> promises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AppliedMigrationsShape))]
[JsonSerializable(typeof(SchemaStatusShape))]
internal sealed partial class SchemaJson : JsonSerializerContext;
