using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Clients;

/// <summary>Describes the JSON that this folder's commands print. <c>docs/reference/cli.md</c> promises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ClientShape))]
[JsonSerializable(typeof(ClientWithDeploymentsShape))]
[JsonSerializable(typeof(RemovedClientShape))]
internal sealed partial class ClientJson : JsonSerializerContext;
