using System.Text.Json.Serialization;

namespace Lti.Storage.Cli.Deployments;

/// <summary>Describes the JSON that this folder's commands print. <c>docs/reference/cli.md</c> promises it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DeploymentShape))]
[JsonSerializable(typeof(DeploymentOfClientShape))]
[JsonSerializable(typeof(RemovedDeploymentShape))]
internal sealed partial class DeploymentJson : JsonSerializerContext;
