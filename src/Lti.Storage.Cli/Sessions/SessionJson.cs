using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Sessions;

/// <summary>Describes the JSON that this folder's commands print. <c>docs/reference/cli.md</c> promises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SessionShape))]
[JsonSerializable(typeof(SessionWithDocumentShape))]
[JsonSerializable(typeof(RevokedSessionsShape))]
internal sealed partial class SessionJson : JsonSerializerContext;
