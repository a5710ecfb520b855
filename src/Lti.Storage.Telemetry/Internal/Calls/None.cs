namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>The answer of an operation that gives none.</summary>
internal readonly struct None;
