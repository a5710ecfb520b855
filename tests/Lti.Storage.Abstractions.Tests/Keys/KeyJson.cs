using System.Text.Json.Serialization;

namespace Lti.Storage.Abstractions.Tests.Keys;

/// <summary>Describes the JSON of both entities at compile time. The converters must be visible to another assembly.</summary>
[JsonSerializable(typeof(LtiClient))]
[JsonSerializable(typeof(LtiDeployment))]
internal sealed partial class KeyJson : JsonSerializerContext;
