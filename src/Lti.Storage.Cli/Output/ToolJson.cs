using System.Text.Json.Serialization;
using Lti.Storage.Cli.Cleanup;
using Lti.Storage.Cli.Clients;
using Lti.Storage.Cli.Deployments;
using Lti.Storage.Cli.Doctor;
using Lti.Storage.Cli.Schema;
using Lti.Storage.Cli.Sessions;

namespace Lti.Storage.Cli.Output;

/// <summary>Every shape that <c>--json</c> prints. They are promised: <c>docs/reference/cli.md</c> lists them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AppliedMigrationsShape))]
[JsonSerializable(typeof(SchemaStatusShape))]
[JsonSerializable(typeof(ClientShape))]
[JsonSerializable(typeof(ClientWithDeploymentsShape))]
[JsonSerializable(typeof(RemovedClientShape))]
[JsonSerializable(typeof(DeploymentShape))]
[JsonSerializable(typeof(RemovedDeploymentShape))]
[JsonSerializable(typeof(SessionShape))]
[JsonSerializable(typeof(SessionWithDocumentShape))]
[JsonSerializable(typeof(RevokedSessionsShape))]
[JsonSerializable(typeof(CleanupShape))]
[JsonSerializable(typeof(FindingShape))]
internal sealed partial class ToolJson : JsonSerializerContext;
