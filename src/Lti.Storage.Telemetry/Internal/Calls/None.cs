namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Represents the answer of an operation without an answer.</summary>
internal readonly struct None;
